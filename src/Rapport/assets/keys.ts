import type { MessageComposer } from './composer'
import { openDialog } from './dialogs'
import { keysAreOff } from './help'

/**
 * One-letter shortcuts. What a key does is said in the markup: `data-key="r"` or `data-key="g m"` on the link, button
 * or field it stands for; `data-key="shift q"` with ⇧ held, where a letter that has nothing of its own is itself. They rest while somebody types, with a modifier held, while a dialog is open, and for good
 * when switched off in the help (a voice or switch user may need that).
 */
let first = '', firstAt = 0

/** A key that stood for nothing while the page was changing after one's own act; it is tried again when the page has changed. */
let early = '', earlyAt = 0, actedAt = -Infinity
const SETTLES = 2500

function typing(): boolean {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  // A field of a dialog that has just been closed may hold the focus for one frame more.
  return !!at?.checkVisibility() && at.matches('input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=listbox], [role=menu] *')
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (event.repeat && !'jk'.includes(event.key)) return
  if (keysAreOff() && event.key !== '?' || typing() || document.querySelector('dialog[open]')) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : ''
  if (!key) return
  const pair = first && Date.now() - firstAt < 1500 ? `${first} ${key}` : ''
  const held = event.shiftKey ? `shift ${key}` : key
  const target = pair && find(pair) || find(held)
  first = pair && target ? '' : key
  firstAt = Date.now()
  const done = target ? use(target) : otherwise(key)
  early = ''
  if (!done && (document.querySelector('form[data-busy]') || performance.now() - actedAt < SETTLES)) [early, earlyAt] = [held, performance.now()]
  if (done) { event.preventDefault(); first = '' }
}

function find(keys: string): HTMLElement | undefined {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`)].find(it => it.checkVisibility() && !it.matches(':disabled'))
  return found ?? (keys.startsWith('shift ') ? find(keys.slice('shift '.length)) : undefined)
}

function catchUp(): void {
  if (!early) return
  const late = performance.now() - earlyAt > SETTLES || typing() || document.querySelector('dialog[open]')
  const target = late ? undefined : find(early)
  if (late || target) early = ''
  if (target) use(target)
}

function otherwise(key: string): boolean {
  const composer = document.querySelector<MessageComposer>('message-composer')
  switch (key) {
    case 'j': case 'k': return move(key === 'j' ? 1 : -1)
    case 'r': composer?.use('reply'); return !!composer
    case 'n': composer?.use('note'); return !!composer
    case '?': return openDialog('keys')
    default: return false
  }
}

function use(target: HTMLElement): boolean {
  if (target.matches('input, textarea, select')) target.focus()
  else target.click()
  return true
}

/** J and K go through the rows of the list, and open what they come to. */
function move(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>('[data-rows] a.row')]
  const here = rows.findIndex(row => row === document.activeElement || row.matches('[aria-current]:not([aria-current=false])'))
  const next = rows[here < 0 ? 0 : here + step]
  if (!next) return false
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  next.click()
  return true
}

/** ⌘ is a key of some keyboards only. */
function nameKeys(): void {
  for (const it of document.querySelectorAll('kbd, .hint')) if (it.textContent?.includes('⌘')) it.textContent = it.textContent.replace(/⌘\s?⏎/, 'Ctrl ⏎').replace('⌘', it.textContent.length > 1 ? 'Ctrl ' : 'Ctrl')
}

export function startKeys(): void {
  document.addEventListener('keydown', pressed)
  document.addEventListener('desk:wrote', () => { actedAt = performance.now() })
  document.addEventListener('desk:refreshed', catchUp)
  if (/Mac|iP(hone|ad|od)/.test(navigator.platform)) return
  nameKeys()
  for (const change of ['htmx:after:swap', 'desk:refreshed']) document.addEventListener(change, nameKeys)
}
