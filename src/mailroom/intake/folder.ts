// One folder of a mailbox, followed by UIDVALIDITY and UID: no date, flag or number of order could tell after an outage
// what has been fetched. What the program has stored, and nothing else, counts as fetched.
import type { ImapFlow } from 'imapflow'
import { complain, why } from '../complain'
import type { Arrival, InServer, Mailbox } from '../contract'
import { type Stop } from '../pause'
import { type Program, Refused } from '../program'
import { batches, type Waiting } from './batches'
import { fetchBatch } from './fetch-batch'

export class Folder {
  /** Letters that the server would not give or the program would not take; tried again, and no others wait for them. */
  private readonly left = new Map<number, { tries: number; at: number }>()
  private validity = 0
  private reached = 0
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
    const most = 2_000
    const found = (await client.search({ uid: `${this.reached + 1}:*` }, { uid: true }) || []).filter(uid => uid > this.reached).sort((a, b) => a - b)
    this.hasMore = found.length > most
    const again = [...this.left].filter(([, { at }]) => at <= Date.now()).map(([uid]) => uid)
    const uids = [...again, ...found.slice(0, most)]
    if (uids.length === 0) return []
    const sizes: Waiting[] = []
    for await (const { uid, size } of client.fetch(uids, { uid: true, size: true }, { uid: true })) sizes.push({ uid, size: size ?? 0 })
    // What is no longer there needs no fetching.
    const there = new Set(sizes.map(({ uid }) => uid))
    for (const uid of again) if (!there.has(uid)) this.left.delete(uid)
    return sizes.sort((a, b) => a.uid - b.uid)
  }

  /** The letters of a batch are handed over side by side; the last one, after all others are stored, moves the folder's progress. */
  private async take(client: ImapFlow, batch: Waiting[]): Promise<void> {
    const stored: number[] = []
    const last = batch.at(-1)!.uid
    const missing = new Set(batch.map(({ uid }) => uid))
    const one = async (uid: number, raw: Parameters<Program['deliver']>[0], at: string | undefined, moves: boolean) => {
      missing.delete(uid)
      try {
        await this.program.deliver(raw, this.arrival(at, moves && this.left.size === 0 ? uid : undefined))
        this.left.delete(uid)
        stored.push(uid)
      } catch (trouble) {
        // The program is away, or has no room: nothing will go better for the next one.
        if (!(trouble instanceof Refused) || trouble.status === 507 || trouble.status >= 500 || trouble.status === 401) throw trouble
        this.leave(uid, trouble.message)
      }
    }
    await fetchBatch(client, batch, last, one)
    for (const uid of missing) this.leave(uid, 'the server did not give it')
    this.reached = Math.max(this.reached, last)
    await this.afterwards(client, stored)
  }

  private leave(uid: number, why: string) {
    const tries = (this.left.get(uid)?.tries ?? 0) + 1
    this.left.set(uid, { tries, at: Date.now() + Math.min(60 * 60_000, 30_000 * 2 ** tries) })
    complain(`${this.mailbox.address}, ${this.name}: letter ${uid} is left for later (${why})`)
  }

  private arrival(at: string | undefined, uid: number | undefined): Arrival {
    return { by: 'imap', mailbox: this.mailbox.id, folder: this.name, uid_validity: this.validity, ...uid === undefined ? {} : { uid }, ...at ? { at } : {} }
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
