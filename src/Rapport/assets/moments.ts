import { say, send } from './http'

/** The dialog in which a moment is kept, and one's own book. */
interface Moment { conversation: number; behavior: string; words?: string; message?: string; seconds?: number; money?: object; expectation?: string; happened?: string; at: string }

/** A digit chooses, and the next thing to do is to press Enter. */
function chosen(event: KeyboardEvent): void {
  const dialog = event.target instanceof Element ? event.target.closest<HTMLDialogElement>('#moment') : null
  if (!dialog?.open || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.target instanceof HTMLInputElement && !event.target.matches('[type=radio]')) return
  const choice = dialog.querySelector<HTMLInputElement>(`[data-digit="${CSS.escape(event.key)}"]`)
  if (!choice) return
  event.preventDefault()
  choice.checked = true
  choice.focus()
}

/** Deleted for good on the server. What it was is still on this page, and can be kept again from here until one leaves. */
async function forget(form: HTMLFormElement): Promise<void> {
  try {
    const gone = await (await send('DELETE', form.action)).json() as Moment
    offer(gone)
  } catch (no) { say((no as Error).message) }
}

function offer(gone: Moment): void {
  const place = document.getElementById('forgotten')
  if (!place) return say('Deleted.')
  const back = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: 'Put it back' })
  back.addEventListener('click', () => {
    const { conversation, behavior, words, message, seconds, money, expectation, happened, at } = gone
    send('POST', `/desk/${conversation}/moments`, { behavior, words, message, seconds, money, expectation, happened, at })
      .then(() => { place.hidden = true; say('It is in your book again.') }, no => say((no as Error).message))
  })
  place.replaceChildren('Deleted. Nothing of it is kept here. ', back)
  place.hidden = false
  back.focus()
}

export function startMoments(): void {
  document.addEventListener('keydown', chosen)
  document.addEventListener('submit', event => {
    const { target } = event
    if (!(target instanceof HTMLFormElement) || !target.matches('[data-forget]')) return
    event.preventDefault()
    event.stopImmediatePropagation()
    void forget(target)
  }, { capture: true })
}
