// One script tag on a shop's page: <script src="https://desk.example/widget.js" defer></script>
import { Desk } from './desk'
import { Keep } from './keep'
import { Live } from './live'
import { Panel } from './panel'
import { dress } from './style'
import { Visit } from './visit'
import { icon, make } from './words'

declare global { interface Window { Rapport?: { open(): void } } }

function start(script: HTMLScriptElement) {
  const { origin } = new URL(script.src)
  const keep = new Keep(origin)
  const desk = new Desk(origin, () => keep.token)
  const visit = new Visit(desk, keep, draw)
  const live = new Live(desk, `${keep.prefix}live`, () => void visit.refresh(), yes => visit.reach(yes))
  const badge = make('span', { class: 'badge', 'aria-hidden': 'true', hidden: true })
  const launch = make('button', { class: 'launch', type: 'button', 'aria-haspopup': 'dialog', click: () => panel.isOpen ? panel.close() : open(true) },
    icon('M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.7 8.7 0 0 1-3.9-.9L3 21l1.9-5.3A8.1 8.1 0 0 1 4 11.5a8.4 8.4 0 0 1 8.5-8.3 8.4 8.4 0 0 1 8.5 8.3z'), badge)
  const news = make('p', { class: 'said', role: 'status' })
  const panel = new Panel(visit, keep, origin, () => { draw(); launch.focus() }, draw)
  let typingCheck = 0

  function draw() {
    const { state } = visit
    const unread = panel.isOpen ? 0 : state?.unread ?? 0
    badge.hidden = unread === 0
    badge.textContent = unread > 99 ? '99+' : String(unread)
    const words = unread ? `${unread} new ${unread === 1 ? 'message' : 'messages'}` : ''
    launch.setAttribute('aria-label', panel.isOpen ? 'Close the chat' : words ? `Open the chat, ${words}` : 'Open the chat')
    launch.setAttribute('aria-expanded', String(panel.isOpen))
    launch.hidden = panel.fillsTheScreen
    const said = words && `${words} from ${state!.name}`
    if (news.textContent !== said) news.textContent = said
    panel.draw()
    // Whoever stops typing by leaving is not announced; ask again.
    clearTimeout(typingCheck)
    if (state?.desk_typing) typingCheck = setTimeout(() => void visit.refresh(), 8000)
    if (keep.token && (panel.isOpen || state?.conversation?.status === 'open' || visit.pending.length)) live.start()
  }

  function open(focus: boolean) {
    panel.open(focus)
    draw()
    void visit.refresh()
  }

  const host = document.createElement('rapport-chat')
  host.lang = 'en'
  const root = host.attachShadow({ mode: 'open' })
  dress(root)
  root.append(panel.element, launch, news)
  document.body.append(host)
  const { name = '', email = '', signed = '' } = script.dataset
  panel.prefill(name, email)
  if (email && signed) visit.signature = { email, signed }

  addEventListener('storage', event => {
    const key = keep.owns(event)
    if (key === 'token' || key?.startsWith('out ') && event.newValue === null) void visit.refresh()
    else if (key?.startsWith('out ')) { draw(); visit.flushIn(5000) }
  })
  document.addEventListener('visibilitychange', draw)
  // A page with a stream cannot be kept for the back button; let go of it, and take it up when the page returns.
  addEventListener('pagehide', () => live.end())
  addEventListener('pageshow', event => { if (event.persisted) { draw(); void visit.refresh() } })

  const reloaded = (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined)?.type === 'reload'
  if (keep.wasOpen && (reloaded || innerWidth > 480)) open(false)
  else if (keep.token || keep.outbox().length) void visit.refresh()
  draw()
  window.Rapport = { open: () => open(true) }
}

const script = document.currentScript ?? document.querySelector('script[src$="/widget.js"]')
if (script instanceof HTMLScriptElement && !window.Rapport) {
  if (document.body) start(script)
  else addEventListener('DOMContentLoaded', () => start(script))
}
