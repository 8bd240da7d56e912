// One folder of a mailbox, followed by UIDVALIDITY and UID: no date, flag or number of order could tell after an outage
// what has been fetched. What the program has stored, and nothing else, counts as fetched.
import type { ImapFlow } from 'imapflow'
import { complain, why } from '../complain'
import type { Arrival, InServer, Mailbox } from '../contract'
import { type Stop } from '../pause'
import { type Program, Refused } from '../program'
import { batches, lastBatch, mostLetters, type Waiting } from './batches'
import { fetchBatch } from './fetch-batch'

const mostAtOnce = 2_000

export class Folder {
  /** Letters that the server would not give or the program would not take; tried again, and no others wait for them. */
  private readonly left = new Map<number, { tries: number; at: number }>()
  private validity = 0
  private reached = 0
  /** At the beginning the last batch is fetched once more: its letters were handed over side by side, and some may not have got there. */
  private anew = true
  hasMore = false

  constructor(private readonly mailbox: Mailbox, private readonly server: InServer, private readonly name: string, private readonly program: Program) {
    const progress = mailbox.progress.find(one => one.folder === name)
    if (progress) [this.validity, this.reached] = [progress.uid_validity, progress.uid]
  }

  get leftOut(): number { return this.left.size }

  async open(client: ImapFlow): Promise<void> {
    (await client.getMailboxLock(this.name, { readOnly: this.server.after === 'keep' })).release()
  }

  /** Fetches everything after the last letter fetched, a bounded number at a time, and hands it over. */
  async catchUp(client: ImapFlow, stop: Stop): Promise<void> {
    const lock = await client.getMailboxLock(this.name, { readOnly: this.server.after === 'keep' })
    try {
      const here = Number(client.mailbox && client.mailbox.uidValidity)
      if (here !== this.validity) this.beginAgain(here)
      const waiting = await this.waiting(client)
      for (const batch of batches(waiting)) {
        if (stop.aborted) return
        await this.take(client, batch)
      }
    } finally {
      lock.release()
    }
  }

  /** The server has numbered its letters anew: all are read again, and the program knows those it has. */
  private beginAgain(validity: number) {
    this.validity = validity
    this.reached = 0
    this.left.clear()
  }

  private async waiting(client: ImapFlow): Promise<Waiting[]> {
    const found = (await client.search({ uid: `${this.anew ? 1 : this.reached + 1}:*` }, { uid: true }) || []).sort((a, b) => a - b)
    const fresh = found.filter(uid => uid > this.reached)
    this.hasMore = fresh.length > mostAtOnce
    const again = [...this.left].filter(([, { at }]) => at <= Date.now()).map(([uid]) => uid)
    const before = await this.sizes(client, found.filter(uid => uid <= this.reached).slice(-mostLetters))
    const waiting = await this.sizes(client, [...again, ...fresh.slice(0, mostAtOnce)])
    // What is no longer there needs no fetching.
    for (const uid of again) if (!waiting.some(one => one.uid === uid)) this.left.delete(uid)
    this.anew = false
    return [...lastBatch(before), ...waiting]
  }

  private async sizes(client: ImapFlow, uids: number[]): Promise<Waiting[]> {
    const sizes: Waiting[] = []
    if (uids.length > 0) for await (const { uid, size } of client.fetch(uids, { uid: true, size: true }, { uid: true })) sizes.push({ uid, size: size ?? 0 })
    return sizes.sort((a, b) => a.uid - b.uid)
  }

  /** The letters of a batch are handed over side by side, each saying where it lay, which moves the folder's progress. */
  private async take(client: ImapFlow, batch: Waiting[]): Promise<void> {
    const stored: number[] = []
    const missing = new Set(batch.map(({ uid }) => uid))
    await fetchBatch(client, batch, async (uid, raw, at) => {
      missing.delete(uid)
      try {
        await this.program.deliver(raw, this.arrival(uid, at))
        this.left.delete(uid)
        stored.push(uid)
      } catch (trouble) {
        // The program is away, or has no room: nothing will go better for the next one.
        if (!(trouble instanceof Refused) || trouble.status >= 500 || trouble.status === 401) throw trouble
        this.leave(uid, trouble.message)
      }
    })
    for (const uid of missing) this.leave(uid, 'the server did not give it')
    this.reached = Math.max(this.reached, batch.at(-1)!.uid)
    await this.afterwards(client, stored)
  }

  private leave(uid: number, why: string) {
    const tries = (this.left.get(uid)?.tries ?? 0) + 1
    this.left.set(uid, { tries, at: Date.now() + Math.min(60 * 60_000, 30_000 * 2 ** tries) })
    complain(`${this.mailbox.address}, ${this.name}: letter ${uid} is left for later (${why})`)
  }

  /** While a letter before it is left out, one does not say where it lay: the progress must not move past what is missing. */
  private arrival(uid: number, at: string | undefined): Arrival {
    const place = this.left.size === 0 ? { folder: this.name, uid_validity: this.validity, uid } : {}
    return { by: 'imap', mailbox: this.mailbox.id, ...place, ...at ? { at } : {} }
  }

  /** Only what has been asked for, and only with letters that are stored. Nothing is ever deleted. */
  private async afterwards(client: ImapFlow, stored: number[]): Promise<void> {
    const { after } = this.server
    if (after === 'keep' || stored.length === 0) return
    try {
      if (after === 'seen') await client.messageFlagsAdd(stored, ['\\Seen'], { uid: true })
      else await client.messageMove(stored, after.move, { uid: true })
    } catch (trouble) {
      complain(`${this.mailbox.address}, ${this.name}: ${why(trouble)}`)
    }
  }
}
