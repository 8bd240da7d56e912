// Which mailboxes there are: asked of the program, in a loop, for people add and change them while we run.
import { complain, why } from '../complain'
import type { Mailbox, Mailboxes } from '../contract'
import { rest, type Stop } from '../pause'
import type { Program } from '../program'
import { follow } from './follow'

export type Book = (id: string) => Mailbox | undefined

/** Follows every mailbox that letters come in by, and tells `also` where to look one up. */
export async function followMailboxes(program: Program, stop: Stop, also: (book: Book) => Promise<void>): Promise<void> {
  const known = new Map<string, { mailbox: Mailbox; settings: string; over: AbortController }>()
  stop.addEventListener('abort', () => { for (const { over } of known.values()) over.abort() })
  let others: Promise<void> | undefined
  for (let version = '', failures = 0; !stop.aborted;) {
    try {
      const news = await program.get<Mailboxes>(`/mailroom/v1/mailboxes?version=${encodeURIComponent(version)}&wait=${version ? 25 : 0}`, stop)
      for (const [id, { over }] of known) if (!news.items.some(mailbox => mailbox.id === id)) { over.abort(); known.delete(id) }
      for (const mailbox of news.items) {
        const settings = JSON.stringify([mailbox.in, mailbox.address])
        const before = known.get(mailbox.id)
        if (before?.settings === settings) { before.mailbox = mailbox; continue }
        before?.over.abort()
        const over = new AbortController()
        known.set(mailbox.id, { mailbox, settings, over })
        if (mailbox.in) void follow(mailbox, mailbox.in, program, over.signal)
      }
      version = news.version
      others ??= also(id => known.get(id)?.mailbox)
      failures = 0
    } catch (trouble) {
      if (stop.aborted) break
      if (failures === 0) complain(`mailboxes: ${why(trouble)}`)
      await rest(Math.min(15_000, 100 * 2 ** failures++), stop)
    }
  }
  await others
}
