/**
 * One-letter shortcuts. What a key does is said in the markup: `data-key="r"` or `data-key="g m"` on the link, button
 * or field it stands for. They rest while somebody types, with a modifier held, while a dialog is open, and for good
 * when switched off in the help (a voice or switch user may need that).
 */
const off = (): boolean => localStorage.getItem('rapport-keys') === 'off'
let first = '', firstAt = 0

function typing(): boolean {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return !!at?.matches('input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false]), [role=textbox], [role=combobox], [role=listbox], [role=menu] *')
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat && event.key !== 'j' && event.key !== 'k') return
  if (off() && event.key !== '?' || typing() || document.querySelector('dialog[open]')) return
  const key = event.key.length === 1 ? event.key.toLowerCase() : ''
  if (!key) return
  const pair = first && Date.now() - firstAt < 1500 ? `${first} ${key}` : ''
  const target = pair && find(pair) || find(key)
  first = pair && target ? '' : key
  firstAt = Date.now()
  const done = target ? use(target) : key === 'j' || key === 'k' ? move(key === 'j' ? 1 : -1) : false
  if (done) { event.preventDefault(); first = '' }
}

function find(keys: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>(`[data-key="${CSS.escape(keys)}"]`)].find(it => it.checkVisibility() && !it.matches(':disabled'))
}

function use(target: HTMLElement): boolean {
  if (target.matches('input, textarea, select')) target.focus()
  else target.click()
  return true
}

/** J and K go through the rows of the list, and open what they come to. */
function move(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>('[data-rows] a.row, [data-rows] [data-row]')]
  const here = rows.findIndex(row => row === document.activeElement || row.matches('[aria-current]:not([aria-current=false])'))
  const next = rows[here < 0 ? 0 : here + step]
  if (!next) return false
  next.focus()
  next.scrollIntoView({ block: 'nearest' })
  next.click()
  return true
}

export function startKeys(): void {
  document.addEventListener('keydown', pressed)
  document.addEventListener('change', ({ target }) => {
    if (target instanceof HTMLInputElement && target.matches('[data-keys-off]')) localStorage.setItem('rapport-keys', target.checked ? 'off' : 'on')
  })
  const show = (): void => { for (const box of document.querySelectorAll<HTMLInputElement>('[data-keys-off]')) box.checked = off() }
  show()
  document.addEventListener('htmx:after:swap', show)
}
