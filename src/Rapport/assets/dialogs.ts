/** A dialog that was asked for and had not come yet; it opens when it does, unless that takes long. */
let wanted = '', wantedAt = 0
const PATIENT = 4000

/** `data-open="ID"` opens the dialog in #ID; `data-ask="…?"` asks once before it lets a click through. */
export function openDialog(id: string): boolean {
  const place = document.getElementById(id)
  const dialog = place instanceof HTMLDialogElement ? place : place?.querySelector('dialog')
  if (dialog && !dialog.open) {
    dialog.showModal()
    dialog.dispatchEvent(new CustomEvent('desk:opened', { bubbles: true }))
  }
  return !!dialog
}

const agreed = new WeakSet<Element>()

function clicked(event: MouseEvent): void {
  if (!(event.target instanceof Element)) return
  const asks = event.target.closest<HTMLElement>('[data-ask]:not(form)')
  if (asks && !agreed.delete(asks)) {
    event.preventDefault()
    event.stopImmediatePropagation()
    void ask(asks.dataset['ask'] ?? 'Are you sure?').then(yes => { if (yes) { agreed.add(asks); asks.click() } })
    return
  }
  const opens = event.target.closest<HTMLElement>('[data-open]')?.dataset['open']
  if (opens && !openDialog(opens)) [wanted, wantedAt] = [opens, performance.now()]
  if (opens) event.preventDefault()
  // A click beside a dialog closes it.
  if (event.target instanceof HTMLDialogElement && event.target.matches('.palette, .keys')) event.target.close()
}

export function ask(question: string): Promise<boolean> {
  const dialog = document.createElement('dialog'), form = document.createElement('form'), bar = document.createElement('p')
  dialog.className = 'ask'
  dialog.setAttribute('aria-label', question)
  form.method = 'dialog'
  bar.className = 'bar'
  bar.append(choice('No', 'no', 'btn'), choice('Yes', 'yes', 'btn primary'))
  form.append(Object.assign(document.createElement('p'), { textContent: question }), bar)
  dialog.append(form)
  document.body.append(dialog)
  dialog.showModal()
  return new Promise(done => dialog.addEventListener('close', () => { dialog.remove(); done(dialog.returnValue === 'yes') }, { once: true }))
}

const choice = (words: string, value: string, look: string): HTMLButtonElement =>
  Object.assign(document.createElement('button'), { value, className: look, textContent: words })

export function startDialogs(): void {
  document.addEventListener('click', clicked, { capture: true })
  document.addEventListener('desk:refreshed', () => {
    if (wanted && (performance.now() - wantedAt > PATIENT || document.querySelector('dialog[open]') || openDialog(wanted))) wanted = ''
  })
  document.addEventListener('htmx:after:swap', () => { wanted = '' })
  document.addEventListener('htmx:confirm', event => {
    event.preventDefault()
    void ask((event.detail.ctx as unknown as { confirm: string }).confirm).then(yes => yes ? event.detail.issueRequest() : event.detail.dropRequest())
  })
}
