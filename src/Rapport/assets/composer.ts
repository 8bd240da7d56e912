import { Sender } from './composer-send'
import { dress, hideStale, part, problem } from './composer-view'
import { DraftKeeper, isEmpty, together, type Draft, type Kind } from './drafts'
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
const NOTHING: Draft = { body: '', files: [], at: 0, onServer: true }

/** `<message-composer data-number data-seen>`: writes replies and notes, and loses no word and no file whatever happens. */
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
      words => { part(this, 'draft-state')!.textContent = words }, (body, files) => this.#giveBack(body, files))
    this.#uploads = new Uploads(this.number, part(this, 'attachments')!, this.querySelector('template')!, words => problem(this, words), (kind, came) => this.#filesChanged(kind, came))
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
    mine('desk:undone', back => this.#giveBack(back.body, back.attachments))
    this.text.autocomplete = 'off' // or the browser puts back, after a reload, what was sent long ago
    if (this.text.value !== this.text.defaultValue && !this.#keeper.here(this.#rendered)) { // written before this script came
      this.#uploads.show(this.kind, this.#rendersFiles)
      this.#wrote()
    } else this.#open()
  }

  override end(): void { void this.#keeper.flush(this.kind, true) }

  get #rendered(): Kind { return this.dataset['draftKind'] === 'note' ? 'note' : 'reply' }

  get #rendersFiles(): Attached[] { return JSON.parse(this.dataset['files'] ?? '[]') as Attached[] }

  #open(): void {
    const kind = this.#rendered
    this.#choose(kind)
    const { draft, other } = this.#keeper.choose(kind, { body: this.text.defaultValue, files: this.#rendersFiles, at: Date.parse(this.dataset['draftAt'] ?? '') || 0, onServer: true })
    this.#show(draft)
    // Tells the server where it stands, and that a reply which came back has been taken over.
    if (!isEmpty(draft)) { this.#keeper.write(kind, draft.body, draft.files); void this.#keeper.flush(kind) }
    if (this.dataset['returned'] !== undefined && draft.body) problem(this, RETURNED)
    if (other) problem(this, 'You also wrote something else here, in another window.', ['Put it back', () => this.#giveBack(other, [])])
  }

  /** The server offers something else here now: a note only, say, because somebody else has taken the conversation. */
  offered(): void {
    const before = this.#shown, begun = this.#keeper.here(before) ?? NOTHING
    void this.#keeper.flush(before)
    this.#open()
    if (isEmpty(begun) || this.#shown === before) return
    problem(this, 'What you had begun to write is kept as your draft.', ['Put it here', () => {
      this.text.value = begun.body
      this.#uploads.restore(this.kind, begun.files)
      this.#wrote()
    }])
  }

  #happened(event: Event): void {
    const target = event.target as Element
    if (event instanceof SubmitEvent) { event.preventDefault(); event.stopPropagation(); void this.#send(!!event.submitter?.matches('[data-stale-anyway]')) }
    else if (event.type === 'input' && target === this.text) this.#wrote()
    else if (event.type === 'change' && target.matches('[data-kind]')) void this.#switched()
    else if (event.type === 'click' && target.closest('[data-stale-edit]')) { hideStale(this); this.text.focus() }
    else if (event.type === 'click' && target.closest('[data-remove]')) { this.#uploads.remove(target.closest<HTMLElement>('li')!); this.text.focus() }
    else if (event.type === 'click' && target.closest('[data-again]')) this.#uploads.again(target.closest<HTMLElement>('li')!)
    else if (event instanceof KeyboardEvent && event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !event.isComposing) { event.preventDefault(); void this.#send(false) }
    // The one-letter keys are dead while somebody writes; this lets go of the words, which stay.
    else if (event instanceof KeyboardEvent && event.key === 'Escape' && target === this.text && !event.isComposing) this.text.blur()
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
    if (!kept || kind !== this.kind || this.text.value !== here.body) return
    this.#show({ body: kept.body, files: together(kept.attachments, this.#uploads.files(kind)), at: Date.parse(kept.at), onServer: true })
    this.#keep(kind)
  }

  #show(draft: Draft): void {
    this.#shown = this.kind
    this.text.value = draft.body
    this.#uploads.show(this.kind, draft.files)
    dress(this, this.kind)
    hideStale(this)
    problem(this, '')
    part(this, 'draft-state')!.textContent = isEmpty(draft) ? '' : draft.onServer ? 'draft saved' : 'saved in this browser, not yet on the server'
  }

  #wrote(): void {
    this.#keep(this.kind)
    if (this.kind === 'reply') document.dispatchEvent(new CustomEvent('desk:typing', { detail: { number: this.number } }))
  }

  #keep(kind: Kind): void {
    this.#keeper.write(kind, kind === this.kind ? this.text.value : this.#keeper.here(kind)?.body ?? '', this.#uploads.files(kind))
  }

  /** Whoever has left this conversation while a file was on its way, or come back to it, finds it with their words. */
  #filesChanged(kind: Kind, came: Attached[]): void {
    const now = this.isConnected ? this : document.getElementById(this.id)
    if (now instanceof MessageComposer) {
      now.#uploads.restore(kind, came)
      return now.#keep(kind)
    }
    const here = this.#keeper.here(kind) ?? NOTHING
    this.#keeper.write(kind, here.body, together(here.files, came))
  }

  /** What comes back is put before what has been begun since. */
  #giveBack(body: string, files: Attached[]): void {
    const before = this.kind
    this.#choose('reply')
    if (this.kind !== before) this.#show(this.#keeper.here('reply') ?? NOTHING)
    const begun = this.text.value
    this.#show({ body: begun && !body.includes(begun) ? `${body}\n\n${begun}` : body, files: together(files, this.#uploads.files(this.kind)), at: Date.now(), onServer: false })
    this.#wrote()
    void this.#keeper.flush(this.kind)
    this.text.focus()
  }

  async #send(anyway: boolean): Promise<void> {
    const body = this.text.value
    if (!await this.#sender.send(anyway)) return
    if (this.text.value === body) this.#show({ ...NOTHING, files: this.#uploads.files(this.kind) })
    this.text.focus()
  }

  /** A held reply has gone: sent, or stopped at the last moment because somebody wrote meanwhile. */
  async #mayBeBack(): Promise<void> {
    const { reply } = await this.#keeper.fetch()
    if (!reply?.returned) return
    this.#giveBack(reply.body, reply.attachments)
    problem(this, RETURNED)
  }
}
customElements.define('message-composer', MessageComposer)
