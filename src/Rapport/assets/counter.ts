import { DraftKeeper } from './drafts'
import { Island } from './island'
import type { Attached } from './uploads'

/** `<counter-note data-number data-draft data-draft-at>`: a note that is half written at the counter is kept as the composer keeps it. */
export class CounterNote extends Island {
  #keeper!: DraftKeeper

  begin(signal: AbortSignal): void {
    const text = this.querySelector('textarea')!
    this.#keeper = new DraftKeeper(this.dataset['number'] ?? '', document.body.dataset['person'] ?? '', () => 0, () => {}, () => {})
    // What was attached at the desk stays with the note; here there is no place for more.
    const { draft, other } = this.#keeper.choose('note', { body: this.dataset['draft'] ?? '', files: JSON.parse(this.dataset['files'] ?? '[]') as Attached[], at: Date.parse(this.dataset['draftAt'] ?? '') || 0, onServer: true })
    if (text.value) this.#keeper.write('note', text.value, draft.files) // written before this script came
    else text.value = other ? `${draft.body}\n\n${other}` : draft.body
    text.addEventListener('input', () => this.#keeper.write('note', text.value, draft.files), { signal })
    // It is kept: a draft that is still on its way would bring it back.
    text.form?.addEventListener('reset', () => { this.#keeper.write('note', '', draft.files); void this.#keeper.flush('note', true) }, { signal })
    addEventListener('pagehide', () => void this.#keeper.flush('note', true), { signal })
  }

  override end(): void { void this.#keeper.flush('note', true) }
}

customElements.define('counter-note', CounterNote)
