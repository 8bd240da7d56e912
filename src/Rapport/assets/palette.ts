import htmx from 'htmx.org'
import { openDialog } from './dialogs'
import { mustSignIn, signIn } from './http'
import { Island } from './island'
import { parse } from './morph'

/** `<find-palette>`: ⌘K finds anything. A combobox whose list is what the server answers. */
export class FindPalette extends Island {
  #asked: AbortController | undefined
  #timer = 0

  begin(signal: AbortSignal): void {
    document.addEventListener('keydown', event => this.#pressed(event), { signal })
    this.addEventListener('click', ({ target }) => { if ((target as Element).closest('[role=option]')) this.#dialog.close() }, { signal })
    this.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#timer = setTimeout(() => void this.#find(), 120)
    }, { signal })
    this.addEventListener('desk:opened', () => this.#start(), { signal })
  }

  get #dialog(): HTMLDialogElement { return this.querySelector('dialog')! }
  get #input(): HTMLInputElement { return this.querySelector('input')! }
  get #list(): HTMLElement { return this.querySelector('[role=listbox]')! }
  get #options(): HTMLElement[] { return [...this.#list.querySelectorAll<HTMLElement>('[role=option]')] }

  #start(): void {
    this.#input.value = ''
    this.#input.focus()
    void this.#find()
  }

  #pressed(event: KeyboardEvent): void {
    if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      // Pressed again out of habit it must not close: what is typed next would be taken for one-letter keys.
      return this.#dialog.open ? this.#input.select() : void openDialog(this.id)
    }
    if (!this.#dialog.open || event.isComposing) return
    // A search field takes the first Escape for itself and only empties; here it closes, as everywhere.
    if (event.key === 'Escape') { event.preventDefault(); return this.#dialog.close() }
    const options = this.#options, at = options.findIndex(it => it.getAttribute('aria-selected') === 'true')
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key]
    if (to !== undefined && options.length) {
      event.preventDefault()
      const far = event.key.startsWith('Page')
      this.#choose(options[far ? Math.min(Math.max(to, 0), options.length - 1) : (to + options.length) % options.length])
    }
    if (event.key === 'Enter') { event.preventDefault(); options[Math.max(at, 0)]?.click() }
  }

  #choose(option: HTMLElement | undefined): void {
    for (const other of this.#options) other.setAttribute('aria-selected', String(other === option))
    if (option) this.#input.setAttribute('aria-activedescendant', option.id)
    else this.#input.removeAttribute('aria-activedescendant')
    option?.scrollIntoView({ block: 'nearest' })
  }

  async #find(): Promise<void> {
    this.#asked?.abort()
    const asked = this.#asked = new AbortController()
    try {
      const answer = await fetch('/find?q=' + encodeURIComponent(this.#input.value.trim()), { headers: { Accept: 'text/html' }, redirect: 'manual', signal: asked.signal })
      if (mustSignIn(answer)) return signIn()
      const html = await answer.text()
      // An answer to an older question is dropped.
      if (asked.signal.aborted) return
      if (answer.ok) this.#show(html)
    } catch (no) {
      if ((no as Error).name !== 'AbortError') this.#say('No connection. Nothing could be searched.')
    }
  }

  #show(html: string): void {
    this.#list.replaceChildren(parse(html))
    this.#options.forEach((option, index) => { option.id ||= `find-${index}`; option.tabIndex = -1 })
    htmx.process(this.#list)
    this.#choose(this.#options[0])
    const n = this.#options.length
    this.#say(n === 0 ? this.#list.textContent?.trim() || 'Nothing found.' : n === 1 ? '1 result' : `${n} results`)
  }

  #say(words: string): void {
    const place = this.querySelector('[role=status]') ?? this.#dialog.appendChild(Object.assign(document.createElement('p'), { className: 'vh' }))
    place.setAttribute('role', 'status')
    place.textContent = words
  }
}
customElements.define('find-palette', FindPalette)
