import { Island } from './island'

const KEY = 'rapport-keys'
export const keysAreOff = (): boolean => localStorage.getItem(KEY) === 'off'

/** `<shortcut-help>`: lists the keys of this page, and lets them be switched off for whoever is hurt by them. */
export class ShortcutHelp extends Island {
  begin(signal: AbortSignal): void { this.addEventListener('desk:opened', () => this.#fill(), { signal }) }

  #fill(): void {
    const list = this.querySelector('[data-keys]')
    if (!list || this.querySelector('[data-keys-off]')) return
    const known = new Set([...list.querySelectorAll('dt')].map(term => term.textContent?.replace(/\s+/g, ' ').trim().toLowerCase()))
    for (const it of document.querySelectorAll<HTMLElement>('[data-key][data-key-help]')) {
      const keys = it.dataset['key'] ?? ''
      if (known.has(keys)) continue
      known.add(keys)
      const row = document.createElement('div'), term = document.createElement('dt')
      term.append(...keys.split(' ').flatMap((key, i) => [i ? ' ' : '', Object.assign(document.createElement('kbd'), { textContent: key.toUpperCase() })]))
      row.append(term, Object.assign(document.createElement('dd'), { textContent: it.dataset['keyHelp'] ?? '' }))
      list.append(row)
    }
    const label = document.createElement('label'), box = document.createElement('input')
    Object.assign(box, { type: 'checkbox', checked: !keysAreOff() })
    box.dataset['keysOff'] = ''
    box.addEventListener('change', () => localStorage.setItem(KEY, box.checked ? 'on' : 'off'))
    label.className = 'keys-switch'
    label.append(box, ' Use one-letter keys')
    list.after(label)
  }
}
customElements.define('shortcut-help', ShortcutHelp)
