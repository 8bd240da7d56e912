import { Sender } from './composer-send'
import { dress, hideStale, part, problem } from './composer-view'
import { DraftKeeper, type Draft, type Kind } from './drafts'
import { takeFiles } from './files'
import { Island } from './island'
import { readTo } from './presence'
import { Uploads, type Attached } from './uploads'

declare global {
  interface DocumentEventMap {
    'desk:undone': CustomEvent<{ number: string; body: string; attachments: Attached[] }>
    'desk:left': CustomEvent<{ number: string }>
  }
}

const RETURNED = 'Your reply was not sent, because somebody wrote meanwhile. Read what is new, then send it again.'
const NOTHING: Draft = { body: '', at: 0, onServer: true }

/** `<message-composer data-number data-seen>`: writes replies and notes, and loses no word whatever happens. */
export class MessageComposer extends Island {
  #keeper!: DraftKeeper
  #uploads!: Uploads
  #sender!: Sender
  #shown: Kind = 'reply'

  get number(): string { return this.dataset['number'] ?? '' }
  get kind(): Kind { return (this.querySelector<HTMLInputElement>('[data-kind]:checked')?.value ?? this.dataset['mode']) === 'note' ? 'note' : 'reply' }
  get text(): HTMLTextAreaElement { return this.querySelector('textarea')! }

  begin(signal: AbortSignal): void {
    this.#keeper = new DraftKeeper(this.number, document.body.dataset['person'] ?? '', () => this.#sender.seen,
      words => { part(this, 'draft-state')!.textContent = words }, body => this.#giveBack(body))
    this.#uploads = new Uploads(this.number, part(this, 'attachments')!, this.querySelector('template')!, words => problem(this, words))
    this.#sender = new Sender(this, this.#keeper, this.#uploads, Number(this.dataset['seen'] ?? 0))
    takeFiles(this, part(this, 'drop')!, files => { problem(this, ''); this.#uploads.add(files); this.text.focus() }, signal)
    for (const name of ['submit', 'input', 'change', 'keydown', 'click']) this.addEventListener(name, event => this.#happened(event), { signal, capture: name === 'submit' })
    addEventListener('pagehide', () => void this.#keeper.flush(this.kind, true), { signal })
    addEventListener('storage', ({ key }) => {
      if (key === this.#keeper.key(this.kind) && document.activeElement !== this.text) this.#show(this.#keeper.here(this.kind) ?? NOTHING)
    }, { signal })
    const mine = <K extends 'desk:seen' | 'desk:left' | 'desk:undone'>(name: K, does: (detail: DocumentEventMap[K]['detail']) => void): void =>
      document.addEventListener(name, ({ detail }) => { if (detail.number === this.number) does(detail) }, { signal })
    mine('desk:seen', now => this.#sender.inView(now.position))
    if (readTo(this.number)) this.#sender.inView(readTo(this.number))
    mine('desk:left', () => void this.#mayBeBack())
    mine('desk:undone', back => { this.#giveBack(back.body); this.#uploads.restore(back.attachments) })
    this.text.autocomplete = 'off' // or the browser puts back, after a reload, what was sent long ago
    if (this.text.value !== this.text.defaultValue && !this.#keeper.here(this.#rendered)) this.#wrote() // written before this script came
    else this.#open()
  }

  override end(): void { void this.#keeper.flush(this.kind, true) }

  get #rendered(): Kind { return this.dataset['draftKind'] === 'note' ? 'note' : 'reply' }

  #open(): void {
    const kind = this.#rendered
    this.#choose(kind)
    const { draft, other } = this.#keeper.choose(kind, { body: this.text.defaultValue, at: Date.parse(this.dataset['draftAt'] ?? '') || 0, onServer: true })
    this.#show(draft)
    // Tells the server where it stands, and that a reply which came back has been taken over.
    if (draft.body) { this.#keeper.write(kind, draft.body); void this.#keeper.flush(kind) }
    if (this.dataset['returned'] !== undefined && draft.body) problem(this, RETURNED)
    if (other) problem(this, 'You also wrote something else here, in another window.', ['Put it back', () => this.#giveBack(other)])
  }

  /** The server offers something else here now: a note only, say, because somebody else has taken the conversation. */
  offered(): void {
    const before = this.#shown, begun = this.#keeper.here(before)?.body
    void this.#keeper.flush(before)
    this.#open()
    if (begun && this.#shown !== before) problem(this, 'What you had begun to write is kept as your draft.', ['Put it here', () => { this.text.value = begun; this.#wrote() }])
  }

  #happened(event: Event): void {
    const target = event.target as Element
    if (event instanceof SubmitEvent) { event.preventDefault(); event.stopPropagation(); void this.#send(!!event.submitter?.matches('[data-stale-anyway]')) }
    else if (event.type === 'input' && target === this.text) this.#wrote()
    else if (event.type === 'change' && target.matches('[data-kind]')) void this.#switched()
    else if (event.type === 'click' && target.closest('[data-stale-edit]')) { hideStale(this); this.text.focus() }
    else if (event.type === 'click' && target.closest('[data-remove]')) { this.#uploads.remove(target.closest<HTMLElement>('li')!); this.text.focus() }
    else if (event instanceof KeyboardEvent && event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.isComposing) { event.preventDefault(); void this.#send(false) }
  }

  /** R and N come here. The words of a reply and of a note never mix. */
  use(kind: Kind): void {
    if (kind !== this.kind) { this.#choose(kind); void this.#switched() }
    this.text.focus()
  }
  #choose(kind: Kind): void {
    const choice = this.querySelector<HTMLInputElement>(`[data-kind][value="${kind}"]`)
    if (choice) choice.checked = true
  }
  async #switched(): Promise<void> {
    const kind = this.kind, here = this.#keeper.here(kind) ?? NOTHING
    void this.#keeper.flush(kind === 'note' ? 'reply' : 'note')
    this.#show(here)
    if (!here.onServer) return
    const kept = (await this.#keeper.fetch())[kind]
    if (kept && kind === this.kind && this.text.value === here.body) this.#show({ body: kept.body, at: Date.parse(kept.at), onServer: true })
  }

  #show(draft: Draft): void {
    this.#shown = this.kind
    this.text.value = draft.body
    dress(this, this.kind)
    hideStale(this)
    problem(this, '')
    part(this, 'draft-state')!.textContent = !draft.body ? '' : draft.onServer ? 'draft saved' : 'saved in this browser, not yet on the server'
  }

  #wrote(): void {
    this.#keeper.write(this.kind, this.text.value)
    if (this.kind === 'reply') document.dispatchEvent(new CustomEvent('desk:typing', { detail: { number: this.number } }))
  }

  /** Words that come back are put before what has been begun since. */
  #giveBack(body: string): void {
    const begun = this.kind === 'reply' ? this.text.value : this.#keeper.here('reply')?.body
    this.#choose('reply')
    this.#show({ body: begun && !body.includes(begun) ? `${body}\n\n${begun}` : body, at: Date.now(), onServer: false })
    this.#wrote()
    void this.#keeper.flush('reply')
    this.text.focus()
  }

  async #send(anyway: boolean): Promise<void> {
    const body = this.text.value
    if (!await this.#sender.send(anyway)) return
    if (this.text.value === body) this.#show(NOTHING)
    this.text.focus()
  }

  /** A held reply has gone: sent, or stopped at the last moment because somebody wrote meanwhile. */
  async #mayBeBack(): Promise<void> {
    const { reply } = await this.#keeper.fetch()
    if (!reply?.returned) return
    this.#giveBack(reply.body)
    problem(this, RETURNED)
  }
}
customElements.define('message-composer', MessageComposer)
