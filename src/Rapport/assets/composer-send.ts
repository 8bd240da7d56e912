import { part, problem, showStale, type Newer } from './composer-view'
import type { DraftKeeper, Kind } from './drafts'
import { Refused, Unreachable, send } from './http'
import type { Uploads } from './uploads'

/** Newer words count as read once they have been in view for this long while somebody writes. */
const READING = 3000

/** Sends what was written, knowing how far its writer had read: a stale reply is stopped, and every word is kept. */
export class Sender {
  #last: { words: string; key: string; seen: number } | undefined
  #busy = false
  #reading = 0

  constructor(
    readonly composer: HTMLElement & { number: string; kind: Kind; text: HTMLTextAreaElement },
    readonly keeper: DraftKeeper,
    readonly uploads: Uploads,
    public seen: number,
  ) {}

  inView(position: number): void {
    clearTimeout(this.#reading)
    const read = (): void => { this.seen = Math.max(this.seen, position) }
    if (!this.composer.text.value.trim()) read()
    else this.#reading = setTimeout(() => { if (!document.hidden) read() }, READING)
  }

  /** Answers whether the words are on their way. */
  async send(anyway: boolean): Promise<boolean> {
    const { kind, number, text: { value: body } } = this.composer
    if (this.#busy) return false
    if (this.uploads.busy(kind)) return this.#stop('A file is still on its way. Send when it is there, or remove it.')
    const failed = this.uploads.failed(kind)
    if (failed) return this.#stop(`${failed} is not attached. Remove it or try again.`)
    if (!body.trim()) return this.#stop(kind === 'note' ? 'Write the note first.' : 'Write something first.')
    this.#busy = true
    part(this.composer, 'send')?.setAttribute('aria-disabled', 'true')
    try {
      await this.keeper.settle()
      const attachments = this.uploads.files(kind).map(file => file.id), words = JSON.stringify([kind, body, attachments, anyway])
      // The same words sent again after a lost answer are the same request with the same key, so that they arrive once.
      if (this.#last?.words !== words) this.#last = { words, key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`, seen: this.seen }
      const { key, seen } = this.#last
      await send('POST', `/desk/${number}/${kind === 'note' ? 'notes' : 'replies'}`,
        kind === 'note' ? { body, attachments } : { body, attachments, seen, anyway }, { headers: { 'Idempotency-Key': key } })
      this.#last = undefined
      this.keeper.done(kind)
      this.uploads.clear(kind, attachments)
      return true
    } catch (no) {
      this.keeper.write(kind, this.composer.text.value, this.uploads.files(kind))
      return this.#refused(no as Error)
    } finally {
      this.#busy = false
      part(this.composer, 'send')?.removeAttribute('aria-disabled')
    }
  }

  #refused(no: Error): false {
    if (no instanceof Unreachable) return this.#stop('No connection, so this was not sent. It is kept here: send it again in a moment.')
    this.#last = undefined
    if (!(no instanceof Refused) || no.status !== 409 || !Array.isArray(no.answer['newer'])) return this.#stop(no.message)
    this.seen = Math.max(this.seen, Number(no.answer['seen'] ?? 0))
    showStale(this.composer, no.answer['newer'] as Newer[], 'Somebody wrote while you were writing')
    return false
  }

  #stop(words: string): false {
    problem(this.composer, words)
    this.composer.text.focus()
    return false
  }
}
