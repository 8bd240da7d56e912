// The folder where sent letters are kept. What lies there tells after a crash what had become of a letter: a copy is laid in
// before the letter goes out, marked as begun, and the mark is taken off when the server has accepted it.
import type { ImapFlow } from 'imapflow'
import type { InServer, OutServer } from '../contract'
import { imap, leave } from '../intake/imap'

const begun = '$RapportSending'

/** These keep a copy by themselves, in the moment in which they accept a letter. */
const keepsItself = /(^|\.)(gmail|googlemail|office365|outlook)\.com$/i

export class SentFolder {
  private uid: number | null = null

  private constructor(private readonly client: ImapFlow, private readonly path: string, private readonly itself: boolean) {}

  /** Null where a mailbox keeps none. */
  static async open(server: InServer, out: OutServer): Promise<SentFolder | null> {
    const client = imap(server)
    try {
      await client.connect()
      const path = (await client.list()).find(folder => folder.specialUse === '\\Sent')?.path
      if (path) return new SentFolder(client, path, keepsItself.test(out.host))
    } catch (trouble) {
      client.close()
      throw trouble
    }
    await leave(client)
    return null
  }

  /** Whether the letter was sent, or only begun: then nobody knows. */
  async find(messageId: string): Promise<'sent' | 'begun' | null> {
    return this.inFolder(true, async () => {
      const uids = await this.client.search({ header: { 'message-id': messageId } }, { uid: true }) || []
      if (uids.length === 0) return null
      const copies = await this.client.fetchAll(uids, { uid: true, flags: true }, { uid: true })
      return copies.some(copy => !copy.flags?.has(begun)) ? 'sent' : 'begun'
    })
  }

  async begin(raw: Buffer, at: Date): Promise<void> {
    if (this.itself) return
    await this.inFolder(false, async () => {
      const marks = this.client.mailbox && this.client.mailbox.permanentFlags
      if (!marks || !marks.has('\\*') && !marks.has(begun)) return
      const laid = await this.client.append(this.path, raw, ['\\Seen', begun], at)
      this.uid = laid && laid.uid ? laid.uid : null
    })
  }

  async accepted(messageId: string, raw: Buffer, at: Date): Promise<void> {
    if (this.uid !== null) await this.inFolder(false, () => this.client.messageFlagsRemove(String(this.uid), [begun], { uid: true }))
    else if (!this.itself && await this.find(messageId) !== 'sent') await this.client.append(this.path, raw, ['\\Seen'], at)
  }

  /** Our own copy of what did not go out. */
  async withdraw(): Promise<void> {
    if (this.uid !== null) await this.inFolder(false, () => this.client.messageDelete(String(this.uid), { uid: true }))
  }

  close(): Promise<void> { return leave(this.client) }

  private async inFolder<T>(readOnly: boolean, work: () => Promise<T>): Promise<T> {
    const lock = await this.client.getMailboxLock(this.path, { readOnly })
    try {
      return await work()
    } finally {
      lock.release()
    }
  }
}
