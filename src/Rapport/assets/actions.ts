import { ask } from './dialogs'
import { Refused, say, send } from './http'
import { goOn } from './pages'

/** `<form data-act>`: a command sent as JSON, where the button says (`formaction`, `data-then`) or else the form. What it changes comes back by the live regions; a refusal is said beside it. */
async function act(form: HTMLFormElement, submitter: HTMLElement | null): Promise<void> {
  if (form.dataset['busy'] !== undefined) return
  form.dataset['busy'] = ''
  tell(form, '')
  try {
    const method = form.dataset['method'] ?? 'POST'
    const button = submitter instanceof HTMLButtonElement ? submitter : undefined
    await send(method, button?.hasAttribute('formaction') ? button.formAction : form.action, method === 'DELETE' ? undefined : body(form, submitter))
    form.reset()
    fold(form.closest('details'), form.contains(document.activeElement))
    form.closest('dialog')?.close()
    const then = button?.dataset['then'] ?? form.dataset['then']
    if (then) await goOn(then)
    if (form.dataset['said']) say(form.dataset['said'])
  } catch (no) {
    tell(form, (no as Error).message)
    if (no instanceof Refused) haveSeen(form, no.answer['seen'])
  }
  delete form.dataset['busy']
}

/** The keyboard stays where it was: on the summary, when what it stood on is folded away. Where all of it goes, the morph finds a place. */
function fold(details: HTMLDetailsElement | null, hadFocus: boolean): void {
  details?.removeAttribute('open')
  if (hadFocus) details?.querySelector('summary')?.focus({ preventScroll: true })
}

function body(form: HTMLFormElement, submitter: HTMLElement | null): Record<string, unknown> {
  const data = new FormData(form, submitter)
  const fields: Record<string, unknown> = {}
  // <fieldset data-list="gestures">: what is ticked in it is a list, also when it is one or none.
  for (const { dataset } of form.querySelectorAll<HTMLElement>('[data-list]')) fields[dataset['list']!] = data.getAll(dataset['list']!)
  for (const [name, value] of data) {
    if (typeof value !== 'string' || value === '' || Array.isArray(fields[name])) continue
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement && field.type === 'datetime-local') fields[name] = new Date(value).toISOString()
    else fields[name] = value === 'true' ? true : value === 'false' ? false : value
  }
  return fields
}

/** The refusal has just said what somebody else wrote: whoever sends again has read it. */
function haveSeen(form: HTMLFormElement, seen: unknown): void {
  const field = form.elements.namedItem('seen')
  if (typeof seen === 'string' && field instanceof HTMLInputElement) field.value = seen
}

function tell(form: HTMLElement, words: string): void {
  const place = form.querySelector<HTMLElement>('[data-problem]')
  if (!place) return words ? say(words) : undefined
  place.textContent = words
  place.hidden = !words
}

export function startActions(): void {
  document.addEventListener('submit', event => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !form.matches('[data-act]')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const { submitter } = event
    void Promise.resolve(form.dataset['ask'] ? ask(form.dataset['ask']) : true).then(yes => yes ? act(form, submitter) : undefined)
  }, { capture: true })
  document.addEventListener('change', ({ target }) => {
    if (target instanceof Element) target.closest<HTMLFormElement>('form[data-act][data-auto]')?.requestSubmit()
  })
}
