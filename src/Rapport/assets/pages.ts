import htmx from 'htmx.org'
import { forgetSaved } from './drafts'
import { mustSignIn, refusal, say, signIn } from './http'
import { keepFocus } from './morph'

/** What boosted links and forms have in common: refusals are said as sentences, going back keeps the list where it was. */
export function startPages(): void {
  document.addEventListener('submit', ({ target }) => { if (target instanceof HTMLFormElement && target.matches('[action$="/sign-out"]')) forgetSaved() }, { capture: true })
  document.addEventListener('htmx:before:response', event => {
    const answer = event.detail.ctx.response?.raw
    if (!answer) return
    // The address changes with a page that was asked for, not with a write that was answered in place.
    if (event.detail.ctx.request.method !== 'GET' && !answer.redirected) event.detail.ctx.push = 'false'
    if (mustSignIn(answer)) { event.preventDefault(); return signIn() }
    if (answer.ok || answer.headers.get('Content-Type')?.includes('text/html')) return
    event.preventDefault()
    void refusal(answer).then(no => say(no.message))
  })
  document.addEventListener('htmx:error', ({ detail }) => {
    if (detail.ctx && !detail.ctx.response) say(detail.ctx.request.method === 'GET' ? 'No connection. Try again in a moment.' : 'No connection. Nothing was changed; try again in a moment.')
  })
  // A link that goes with the page it stood on leaves the keyboard in its region, not nowhere.
  let around: HTMLElement | null | undefined
  document.addEventListener('htmx:before:swap', () => { around = document.activeElement?.closest<HTMLElement>('[tabindex]:not(body)') })
  document.addEventListener('htmx:after:swap', () => { if (document.activeElement === document.body && around?.isConnected) around.focus({ preventScroll: true }) })
  document.addEventListener('htmx:before:history:restore', event => {
    event.preventDefault()
    void drawAgain(event.detail.path)
  })
}

const drawAgain = (path: string): Promise<unknown> => htmx.ajax('GET', path, { target: document.body, swap: 'outerMorph' })

/** On to another page; or the same one as it is now, where what is half written elsewhere on it and the keyboard stay. */
export async function goOn(there: string): Promise<void> {
  const to = new URL(there, location.href), here = new URL(location.href)
  here.hash = ''
  if (to.href !== here.href) return location.assign(to)
  const back = keepFocus(document.body)
  await drawAgain(there)
  back()
}
