// The folder where sent letters are kept, which also tells after a crash whether one has gone out.
import type { ImapFlow } from 'imapflow'
import type { InServer } from '../contract'
import { imap, leave } from '../intake/imap'

export class SentFolder {
  private constructor(private readonly client: ImapFlow, private readonly path: string) {}

  /** Null where a mailbox keeps none. */
  static async open(server: InServer): Promise<SentFolder | null> {
    const client = imap(server)
    try {
      await client.connect()
      const path = (await client.list()).find(folder => folder.specialUse === '\\Sent')?.path
      if (path) return new SentFolder(client, path)
    } catch (trouble) {
      client.close()
      throw trouble
    }
    await leave(client)
    return null
  }

  async has(messageId: string): Promise<boolean> {
    const lock = await this.client.getMailboxLock(this.path, { readOnly: true })
    try {
      return (await this.client.search({ header: { 'message-id': messageId } }, { uid: true }) || []).length > 0
    } finally {
      lock.release()
    }
  }

  /** Some servers keep a copy of what they send by themselves; there it is not kept twice. */
  async keep(messageId: string, raw: Buffer, at: Date): Promise<void> {
    if (!await this.has(messageId)) await this.client.append(this.path, raw, ['\\Seen'], at)
  }

  close(): Promise<void> { return leave(this.client) }
}
