import htmx from 'htmx.org'
import { keepScroll } from './scroll'

interface Htmx4 {
  morph(old: Element, fresh: DocumentFragment, inner: boolean): void
  initSecurity(policy: { createHTML(html: string): string; createScript(): string }, sync: unknown, async: unknown): void
}
let inside: Htmx4

const refuse = function (): never { throw new Error('Markup may not carry code.') }

htmx.registerExtension('rapport', {
  init(api: Htmx4) {
    inside = api
    // No expression in an attribute and no script in a fragment is ever run, whatever the policy of the page.
    api.initSecurity({ createHTML: html => html, createScript: () => '' }, refuse, refuse)
  },
  htmx_before_morph_node(old: Element, { newNode }: { newNode: Node }) {
    if (!(old instanceof HTMLElement)) return true
    if (old.matches('held-reply, message-composer')) return takesAnew(old, newNode as HTMLElement)
    // What stands in the composer is kept by the composer itself.
    if (old.closest('message-composer')) return !old.matches('[data-attachments]')
    return !(isField(old) && isHalfWritten(old))
  },
  htmx_before_morph_attr(old: Element, change: { attrName: string; newValue: string | null }) {
    if (change.attrName === 'open') return !(old.matches('details, dialog'))
    if (change.attrName === 'tabindex') return old !== document.activeElement
    if (change.attrName === 'title') return !(old.matches('relative-time') && change.newValue === null)
    return true
  },
})

/** An island keeps what it made of its markup, unless the server now offers something else in it. */
function takesAnew(old: HTMLElement & { offered?(): void }, fresh: HTMLElement): boolean {
  const offers = (it: HTMLElement): string => it.id + [...it.querySelectorAll('[data-kind]')].map(kind => kind.getAttribute('value'))
  if (offers(old) === offers(fresh)) return false
  queueMicrotask(() => old.offered?.())
  return true
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement
const isField = (it: Element): it is Field =>
  it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement || it instanceof HTMLSelectElement

export function isHalfWritten(field: Field): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some(o => o.selected !== o.defaultSelected) && field.matches(':focus')
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue
  if (field.type === 'checkbox' || field.type === 'radio') return false
  return field.type === 'file' ? !!field.files?.length : field.value !== field.defaultValue
}

export function parse(html: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = html
  return template.content
}

/** Makes a region look like the answer, while focus, caret, scroll, open details and half-written fields stay. */
export function morph(region: HTMLElement, html: string): void {
  const fresh = parse(html)
  const only = fresh.childElementCount === 1 ? fresh.firstElementChild : null
  const isRegion = !!only && only.tagName === region.tagName && only.getAttribute('data-src') === region.dataset['src']
  const back = [...keepScroll(region), keepFocus(region)]
  inside.morph(region, fresh, !isRegion)
  htmx.process(region)
  for (const restore of back) restore()
}

export function keepFocus(region: HTMLElement): () => void {
  const held = document.activeElement
  if (!(held instanceof HTMLElement) || !region.contains(held)) return () => {}
  const field = isField(held) && !(held instanceof HTMLSelectElement) ? held : null
  const [from, to] = [field?.selectionStart ?? null, field?.selectionEnd ?? null]
  const row = held.closest('li, [role=row], .row')
  const place = row?.parentElement ? [...row.parentElement.children].indexOf(row) : -1
  const siblings = row?.parentElement
  const around = region.closest<HTMLElement>('[tabindex]')
  return () => {
    if (document.activeElement === held) return
    const again = held.isConnected ? held : held.id ? document.getElementById(held.id) : null
    const near = again ?? [...siblings?.children ?? []].slice(0, place + 1).at(-1)
    const target = near?.matches('a[href], button, input, textarea, select, summary') ? near : near?.querySelector('a[href], button') ?? near ?? around
    if (!(target instanceof HTMLElement)) return
    // A row with nothing left to do in it: the keyboard goes on from there, and Enter does nothing.
    if (target === near && target.tabIndex < 0) target.tabIndex = -1
    target.focus({ preventScroll: true })
    if (target === again && isField(target) && !(target instanceof HTMLSelectElement) && from !== null) target.setSelectionRange(from, to)
  }
}
