// How a mailbox stands on its server, for the letter book.
import type { ImapFlow } from 'imapflow'
import type { MailboxState } from '../contract'

/** The unread in all folders and the oldest of them, and how many letters the server received today (by its own clock). */
export async function look(client: ImapFlow, folders: string[]): Promise<Pick<MailboxState, 'unread' | 'oldest_unread' | 'seen_on_server'>> {
  let unread = 0, today = 0, oldest: Date | null = null
  for (const folder of folders) {
    const lock = await client.getMailboxLock(folder, { readOnly: true })
    try {
      const unseen = await client.search({ seen: false }, { uid: true }) || []
      unread += unseen.length
      const first = unseen.length > 0 && await client.fetchOne(String(unseen[0]), { uid: true, internalDate: true }, { uid: true })
      const at = first && first.internalDate ? new Date(first.internalDate) : null
      if (at && (!oldest || at < oldest)) oldest = at
      today += (await client.search({ since: new Date() }, { uid: true }) || []).length
    } finally {
      lock.release()
    }
  }
  return { unread, oldest_unread: oldest?.toISOString() ?? null, seen_on_server: today }
}
