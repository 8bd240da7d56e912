/** The thread, marked `data-follow`, starts at its end, or at the words that the address names, and stays at its end while it is read. */
const whose = new WeakMap<Element, string>()

export const atEnd = (box: HTMLElement): boolean => box.scrollHeight - box.scrollTop - box.clientHeight < 48

/** A thread read to its end stays at its end; anything else stays where the eye is. */
export function keepScroll(region: HTMLElement): (() => void)[] {
  const around = region.closest<HTMLElement>('[data-follow]')
  const boxes = new Set([...region.querySelectorAll<HTMLElement>('[data-follow]'), ...(around ? [around] : [])])
  return [...boxes].map(box => {
    if (atEnd(box)) return () => { box.scrollTop = box.scrollHeight }
    const top = box.getBoundingClientRect().top
    const eye = [...box.querySelectorAll<HTMLElement>('[id]')].find(it => it.getBoundingClientRect().bottom > top)
    const was = eye?.getBoundingClientRect().top ?? 0
    return () => { if (eye?.isConnected) box.scrollTop += eye.getBoundingClientRect().top - was }
  })
}

function beginAtEnd(): void {
  for (const box of document.querySelectorAll<HTMLElement>('[data-follow]')) {
    const owner = box.closest<HTMLElement>('[data-number]')?.dataset['number'] ?? ''
    if (whose.get(box) === owner) continue
    whose.set(box, owner)
    const asked = location.hash.startsWith('#m-') ? document.getElementById(location.hash.slice(1)) : null
    if (asked && box.contains(asked)) asked.scrollIntoView({ block: 'center' })
    else box.scrollTop = box.scrollHeight
  }
}

export function startScroll(): void {
  let restore: (() => void)[] = []
  document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => { restore = ctx.target === document.body ? keepScroll(document.body) : [] })
  document.addEventListener('htmx:after:swap', () => {
    for (const back of restore.splice(0)) back()
    beginAtEnd()
  })
  beginAtEnd()
}
