import type { Kind } from './drafts'
import { sentence, signIn } from './http'

export interface Attached { id: string; name: string; size: number }
export const LIMIT = 25 * 1024 * 1024

/** The files of a reply and of a note, as chips that never mix: on their way with their progress, there, or failed with the reason. */
export class Uploads {
  readonly #going = new Map<Element, XMLHttpRequest>()
  readonly #there = new WeakMap<Element, Attached>()
  readonly #lost = new WeakMap<Element, File>()
  #kind: Kind = 'reply'

  constructor(
    readonly number: string,
    readonly list: HTMLElement,
    readonly chip: HTMLTemplateElement,
    readonly say: (words: string) => void,
    /** A file has come, or one has gone. */
    readonly changed: (kind: Kind, came: Attached[]) => void,
  ) {}

  #chips(kind: Kind): HTMLElement[] { return [...this.list.querySelectorAll<HTMLElement>(`[data-of="${kind}"]`)] }
  busy(kind: Kind): boolean { return this.#chips(kind).some(it => this.#going.has(it)) }
  failed(kind: Kind): string | undefined { return this.#chips(kind).map(it => this.#lost.get(it)?.name).find(Boolean) }
  files(kind: Kind): Attached[] { return this.#chips(kind).flatMap(it => this.#there.get(it) ?? []) }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (file.size > LIMIT) this.say(`“${file.name}” is ${size(file.size)}. The limit is 25 MB.`)
      else if (file.size === 0) this.say(`“${file.name}” is empty, so there is nothing to attach.`)
      else {
        for (const before of this.#chips(this.#kind)) if (this.#lost.get(before)?.name === file.name) before.remove()
        this.#send(file, this.#kind)
      }
    }
  }

  /** What failed is tried once more. */
  again(item: HTMLElement): void {
    const file = this.#lost.get(item)
    item.remove()
    if (file) this.#send(file, this.#kind)
  }

  #send(file: File, kind: Kind): void {
    const item = this.#item(kind, file.name, file.size), bar = item.querySelector('progress')
    const request = new XMLHttpRequest()
    this.#going.set(item, request)
    const fail = (why: string): void => {
      this.#going.delete(item)
      this.#lost.set(item, file)
      item.classList.add('failed')
      part(item, 'data-size').textContent = why
      part(item, 'data-again').hidden = false
    }
    request.upload.onprogress = now => { if (bar) bar.value = 100 * now.loaded / now.total }
    request.onerror = () => fail('not attached: no connection')
    request.onload = () => {
      let said: Record<string, unknown> = {}
      try { said = JSON.parse(request.responseText) } catch { /* The sentence below does without it. */ }
      if (request.status === 401) signIn()
      if (request.status !== 201) return fail(sentence(request.status, said))
      this.#going.delete(item)
      const came = { id: String(said['id']), name: file.name, size: file.size }
      this.#has(item, came)
      this.changed(kind, [came])
    }
    request.open('POST', `/desk/${this.number}/attachments`)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.send(file)
  }

  /** The files of these words, and those of theirs that are on their way or failed. */
  show(kind: Kind, files: Attached[]): void {
    this.#kind = kind
    this.clear(kind, this.files(kind).map(it => it.id).filter(id => !files.some(it => it.id === id)))
    this.restore(kind, files)
    for (const item of this.list.querySelectorAll<HTMLElement>('[data-of]')) item.hidden = item.dataset['of'] !== kind
  }

  /** Puts back what the server already has. */
  restore(kind: Kind, files: Attached[]): void {
    for (const file of files) if (!this.files(kind).some(it => it.id === file.id)) this.#has(this.#item(kind, file.name, file.size), file)
  }

  #has(item: HTMLElement, file: Attached): void {
    this.#there.set(item, file)
    item.classList.add('done')
  }

  /** Cancels what is on its way, and takes away what is there. */
  remove(item: HTMLElement): void {
    this.#going.get(item)?.abort()
    this.#going.delete(item)
    const there = this.#there.get(item)
    item.remove()
    if (!there) return
    void fetch(`/desk/${this.number}/attachments/${there.id}`, { method: 'DELETE' }).catch(() => {})
    this.changed(this.#kind, [])
  }

  /** They have gone out with their words. */
  clear(kind: Kind, ids: string[]): void {
    for (const item of this.#chips(kind)) if (ids.includes(this.#there.get(item)?.id ?? '')) item.remove()
  }

  #item(kind: Kind, name: string, bytes: number): HTMLElement {
    const item = (this.chip.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement
    item.dataset['of'] = kind
    item.hidden = kind !== this.#kind
    part(item, 'data-name').textContent = name
    part(item, 'data-size').textContent = size(bytes)
    part(item, 'data-progress').setAttribute('aria-label', `How much of ${name} has been sent`)
    part(item, 'data-remove').setAttribute('aria-label', `Remove ${name}`)
    this.list.append(item)
    return item
  }
}

function part(item: HTMLElement, name: string): HTMLElement { return item.querySelector<HTMLElement>(`[${name}]`) ?? item }

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
