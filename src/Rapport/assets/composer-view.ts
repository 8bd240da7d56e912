import type { Kind } from './drafts'

/** How the composer looks: what it says, not what it does. Words of others are text, never markup. */
export interface Newer { who: string; at: string; body: string }

export const part = (composer: HTMLElement, name: string): HTMLElement | null => composer.querySelector<HTMLElement>(`[data-${name}]`)

export function dress(composer: HTMLElement, kind: Kind): void {
  const note = kind === 'note', form = composer.querySelector('form'), text = composer.querySelector('textarea')
  if (note) composer.dataset['mode'] = 'note'
  else delete composer.dataset['mode']
  form?.setAttribute('action', form.getAttribute(`data-action-${kind}`) ?? form.getAttribute('action') ?? '')
  text?.setAttribute('placeholder', text.getAttribute(`data-placeholder-${kind}`) ?? '')
  const label = part(composer, 'body-label')
  if (label) label.textContent = note ? 'Note for the desk' : label.dataset['reply'] ??= label.textContent ?? ''
  const go = part(composer, 'send')
  if (go) go.textContent = note ? 'Keep note' : 'Send'
}

/** One sentence under the field, perhaps with one thing to do about it. */
export function problem(composer: HTMLElement, words: string, does?: [words: string, act: () => void]): void {
  const place = part(composer, 'problem')
  if (!place) return
  place.hidden = !words
  place.textContent = words
  if (!does) return
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'link', textContent: does[0] })
  button.addEventListener('click', () => { does[1](); problem(composer, '') })
  place.append(' ', button)
}

export function showStale(composer: HTMLElement, newer: Newer[], title: string): void {
  const panel = part(composer, 'stale'), head = part(composer, 'stale-title')
  if (!panel) return
  if (head) head.textContent = title
  part(panel, 'stale-newer')?.replaceChildren(...newer.map(one => {
    const item = document.createElement('li')
    const when = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(one.at))
    item.append(
      Object.assign(document.createElement('b'), { textContent: one.who }), ' ',
      Object.assign(document.createElement('time'), { dateTime: one.at, textContent: when }), ' ',
      Object.assign(document.createElement('span'), { dir: 'auto', textContent: one.body }))
    return item
  }))
  panel.hidden = false
  panel.focus()
}

export function hideStale(composer: HTMLElement): void {
  const panel = part(composer, 'stale')
  if (panel) panel.hidden = true
}
