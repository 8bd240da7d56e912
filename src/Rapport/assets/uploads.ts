import { sentence, signIn } from './http'

export interface Attached { id: string; name: string; size: number }
export const LIMIT = 25 * 1024 * 1024

/** The files of one reply or note, as chips: on their way with their progress, there, or failed with the reason. */
export class Uploads {
  readonly #going = new Map<Element, XMLHttpRequest>()

  constructor(readonly number: string, readonly list: HTMLElement, readonly chip: HTMLTemplateElement, readonly say: (words: string) => void) {}

  get busy(): boolean { return this.#going.size > 0 }
  get ids(): string[] { return [...this.list.querySelectorAll<HTMLElement>('[data-id]')].map(it => it.dataset['id'] ?? '') }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (file.size > LIMIT) this.say(`“${file.name}” is ${size(file.size)}. The limit is 25 MB.`)
      else if (file.size === 0) this.say(`“${file.name}” is empty, so there is nothing to attach.`)
      else this.#send(file)
    }
  }

  #send(file: File): void {
    const item = this.#item(file.name, file.size), bar = item.querySelector('progress')
    const request = new XMLHttpRequest()
    this.#going.set(item, request)
    const fail = (why: string): void => {
      this.#going.delete(item)
      item.classList.add('failed')
      part(item, 'data-size').textContent = why
    }
    request.upload.onprogress = now => { if (bar) bar.value = 100 * now.loaded / now.total }
    request.onerror = () => fail('not attached: no connection')
    request.onload = () => {
      let said: Record<string, unknown> = {}
      try { said = JSON.parse(request.responseText) } catch { /* The sentence below does without it. */ }
      if (request.status === 401) signIn()
      if (request.status !== 201) return fail(sentence(request.status, said))
      this.#going.delete(item)
      this.#done(item, String(said['id']))
    }
    request.open('POST', `/desk/${this.number}/attachments`)
    request.setRequestHeader('Accept', 'application/json')
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream')
    request.send(file)
  }

  /** Puts back what the server already has. */
  restore(files: Attached[]): void {
    for (const file of files) if (!this.ids.includes(file.id)) this.#done(this.#item(file.name, file.size), file.id)
  }

  #done(item: HTMLElement, id: string): void {
    item.dataset['id'] = id
    item.classList.add('done')
    item.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'attachments', value: id }))
  }

  /** Cancels what is on its way, and takes away what is there. */
  remove(item: HTMLElement): void {
    this.#going.get(item)?.abort()
    this.#going.delete(item)
    const id = item.dataset['id']
    if (id) void fetch(`/desk/${this.number}/attachments/${id}`, { method: 'DELETE' }).catch(() => {})
    item.remove()
  }

  clear(): void { this.list.replaceChildren() }

  #item(name: string, bytes: number): HTMLElement {
    const item = (this.chip.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement
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
