import { Refused, say, send } from './http'
import { Island } from './island'
import type { Attached } from './uploads'

/** `<held-reply data-number data-id data-send-at>`: a reply that goes out in a few seconds unless it is taken back. */
export class HeldReply extends Island {
  #undone = false

  begin(signal: AbortSignal): void {
    this.addEventListener('click', ({ target }) => { if (target instanceof Element && target.closest('[data-undo]')) void this.#undo() }, { signal })
    const timer = setInterval(() => this.#tick(), 250)
    signal.addEventListener('abort', () => clearInterval(timer))
    this.#tick()
  }

  override end(): void {
    if (!this.#undone) document.dispatchEvent(new CustomEvent('desk:left', { detail: { number: this.dataset['number'] ?? '' } }))
  }

  #tick(): void {
    const left = Math.ceil((Date.parse(this.dataset['sendAt'] ?? '') - Date.now()) / 1000)
    const place = this.querySelector('[data-countdown]'), undo = this.querySelector<HTMLButtonElement>('[data-undo]')
    const words = left > 0 ? `Sending in ${left} s` : 'Sending…'
    if (place && place.textContent !== words) {
      // Not for a screen reader: ten sentences in ten seconds help nobody.
      place.setAttribute('role', 'timer')
      place.textContent = words
    }
    if (undo) undo.disabled = left <= 0
  }

  async #undo(): Promise<void> {
    const number = this.dataset['number'] ?? ''
    try {
      const answer = await send('DELETE', `/desk/${number}/replies/${this.dataset['id']}`)
      const back = await answer.json() as { body: string; attachments?: Attached[] }
      this.#undone = true
      document.dispatchEvent(new CustomEvent('desk:undone', { detail: { number, body: back.body, attachments: back.attachments ?? [] } }))
      this.remove()
    } catch (no) {
      say(no instanceof Refused && [404, 409, 422].includes(no.status) ? 'It is too late to take this back: it has been sent.' : (no as Error).message)
    }
  }
}
customElements.define('held-reply', HeldReply)
