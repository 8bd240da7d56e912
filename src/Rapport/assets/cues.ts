import { Refused, send } from './http'

/**
 * A cue is counted when it is really on the screen, and only then becomes visible: a pane that is closed or a tab behind
 * another shows nothing and counts nothing. When the hour has had its cues, the server says no and it never appears.
 */
const asked = new WeakSet<Element>()

const looking = new IntersectionObserver(seen => {
  for (const { isIntersecting, target } of seen) if (isIntersecting && target instanceof HTMLElement) void count(target)
})

async function count(cue: HTMLElement): Promise<void> {
  const address = cue.dataset['cue']
  if (!address || cue.dataset['new'] === undefined || asked.has(cue)) return
  asked.add(cue)
  try {
    await send('PUT', address, undefined, { quiet: true })
    if (cue.dataset['cue'] === address) delete cue.dataset['new']
  } catch (no) { if (no instanceof Refused && cue.dataset['cue'] === address) cue.hidden = true }
  asked.delete(cue)
  // Meanwhile the line may have become another cue's; that one has still to be counted.
  if (cue.dataset['cue'] !== address) watch()
}

function watch(): void {
  looking.disconnect()
  for (const cue of document.querySelectorAll('[data-cue][data-new]')) looking.observe(cue)
}

export function startCues(): void {
  watch()
  for (const change of ['htmx:after:swap', 'desk:refreshed']) document.addEventListener(change, watch)
}
