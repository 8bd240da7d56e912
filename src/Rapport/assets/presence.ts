import { send } from './http'
import { refreshTopic } from './live'
import { atEnd } from './scroll'

declare global {
  interface DocumentEventMap {
    'desk:seen': CustomEvent<{ number: string; position: number }>
    'desk:typing': CustomEvent<{ number: string }>
  }
}

const BEAT = 15_000, STILL = 5_000, STOPPED = 4_000

/** Says that this conversation is looked at, whether somebody types, and how far it has been read. */
let typing = false
let told = 0, stop = 0
const read = new Map<string, number>()

/** How far the thread of this conversation has been in view. */
export const readTo = (number: string): number => read.get(number) ?? 0

const thread = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-number] [data-follow]')
const open = (): string => thread()?.closest<HTMLElement>('[data-number]')?.dataset['number'] ?? ''

function beat(): void {
  const number = open()
  if (!number || document.hidden) return
  void tell(number)
  // Whoever goes away says nothing: the others have to look.
  if (document.getElementById('presence')?.textContent?.trim()) refreshTopic(`presence:${number}`)
}

async function tell(number: string): Promise<void> {
  await send('PUT', `/desk/${number}/presence`, { typing }, { quiet: true }).catch(() => {})
}

function typed(number: string): void {
  typing = true
  if (Date.now() - told > STILL) { told = Date.now(); void tell(number) }
  clearTimeout(stop)
  stop = setTimeout(() => quiet(number), STOPPED)
}

function quiet(number: string): void {
  clearTimeout(stop)
  if (!typing) return
  typing = false
  told = 0
  void tell(number)
}

/** What stands at the end of a thread in view has been read. */
function look(): void {
  const box = thread(), number = open()
  if (!box || !number || document.hidden || !atEnd(box)) return
  const position = Math.max(0, ...[...box.querySelectorAll<HTMLElement>('[data-position]')].map(it => Number(it.dataset['position'])))
  if (position <= (read.get(number) ?? 0)) return
  read.set(number, position)
  document.dispatchEvent(new CustomEvent('desk:seen', { detail: { number, position } }))
  send('PUT', `/desk/${number}/read`, { position }, { quiet: true }).catch(() => { read.delete(number) })
}

export function startPresence(): void {
  let now = ''
  const arrived = (): void => {
    look()
    if (now === open()) return
    typing = false
    told = 0
    now = open()
    beat()
  }
  setInterval(beat, BEAT)
  document.addEventListener('desk:typing', ({ detail }) => typed(detail.number))
  document.addEventListener('desk:refreshed', look)
  document.addEventListener('htmx:after:swap', arrived)
  document.addEventListener('visibilitychange', () => { beat(); look() })
  document.addEventListener('scroll', look, { capture: true, passive: true })
  addEventListener('pagehide', () => { if (typing) quiet(open()) })
  arrived()
}
