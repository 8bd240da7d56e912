import { mustSignIn, signIn } from './http'
import { listen, want } from './line'
import { morph } from './morph'

/** What is known about one `<section data-live="topics" data-src="fragment">`. */
interface Region { src: string; etag?: string; busy: boolean; again: boolean; stale: boolean; failures: number }
const regions = new WeakMap<HTMLElement, Region>()
const noticed = new Map<string, number>()
let everything = 0

const all = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-live][data-src]')]
const topicsOf = (region: HTMLElement): string[] => (region.dataset['live'] ?? '').split(/\s+/).filter(Boolean)

function state(region: HTMLElement): Region {
  const src = region.dataset['src'] ?? ''
  let now = regions.get(region)
  if (now?.src !== src) regions.set(region, now = { src, busy: false, again: false, stale: false, failures: 0 })
  return now
}

/** Fetches the regions under a topic again; a hidden tab does it when somebody looks. */
function changed(topic: string): void {
  if (topic === '*') everything = performance.now()
  noticed.set(topic, performance.now())
  refreshTopic(topic)
}

/** The words of a conversation (`data-first`) come before what stands around them. */
const first = (region: HTMLElement): boolean => region.dataset['first'] !== undefined
const inTurn = (): HTMLElement[] => all().sort((a, b) => Number(first(b)) - Number(first(a)))
const mustWait = (region: HTMLElement): boolean => !first(region) && all().some(other => first(other) && state(other).busy)

export function refreshTopic(topic: string): void { for (const region of inTurn()) if (topic === '*' || topicsOf(region).includes(topic)) refresh(region) }
function refreshAll(): void { for (const region of inTurn()) refresh(region) }

function refresh(region: HTMLElement): void {
  const it = state(region)
  if (document.hidden) it.stale = true
  else if (it.busy || mustWait(region)) it.again = true
  else void fetchAgain(region, it)
}

async function fetchAgain(region: HTMLElement, it: Region): Promise<void> {
  it.busy = true
  it.again = it.stale = false
  try {
    // What was refused here may be possible now, though the rest looks the same: drawn anew, it no longer stands.
    const refused = region.querySelector('.doing [data-problem]:not([hidden])')
    const answer = await fetch(it.src, {
      headers: { Accept: 'text/html', 'HX-Request': 'true', ...(it.etag && !refused ? { 'If-None-Match': it.etag } : {}) },
      cache: 'no-store', redirect: 'manual', signal: AbortSignal.timeout(20_000),
    })
    if (mustSignIn(answer)) return signIn()
    const html = answer.status === 200 ? await answer.text() : ''
    // Meanwhile the person may have gone on to another conversation.
    if (!region.isConnected || state(region) !== it) return
    if (answer.status === 200) {
      delete it.etag
      const etag = answer.headers.get('ETag')
      if (etag) it.etag = etag
      morph(region, html)
      region.dispatchEvent(new CustomEvent('desk:refreshed', { bubbles: true }))
    }
    if (answer.status >= 500) throw new Error(`${it.src} answered ${answer.status}.`)
    it.failures = 0
  } catch {
    setTimeout(() => { if (region.isConnected) refresh(region) }, Math.min(1000 * 2 ** it.failures++, 30_000))
  } finally {
    it.busy = false
    if (it.again && region.isConnected && state(region) === it) refresh(region)
    if (first(region)) for (const other of all()) if (state(other).again) refresh(other)
  }
}

/** A quiet banner: a moment without a line is nobody's business, a longer one is. */
let worry = 0
function connected(up: boolean): void {
  clearTimeout(worry)
  if (up) banner('')
  else worry = setTimeout(() => banner('No connection. Trying again…'), 1500)
}

function banner(words: string): void {
  let place = document.getElementById('connection')
  if (!place) {
    place = Object.assign(document.createElement('p'), { id: 'connection', className: 'connection' })
    place.setAttribute('role', 'status')
    document.body.append(place)
  }
  place.textContent = words
}

export function startLive(): void {
  listen({ topics: () => [...new Set(all().flatMap(topicsOf))], changed, connected })
  document.addEventListener('desk:wrote', refreshAll)
  document.addEventListener('htmx:after:process', () => want())
  document.addEventListener('htmx:before:request', sent => { sent.detail.ctx.request['at'] = performance.now() })
  document.addEventListener('htmx:after:request', ({ detail: { ctx } }) => {
    if (ctx.request.method !== 'GET' && (ctx.response?.status ?? 500) < 400) setTimeout(refreshAll)
  })
  // A page that was on its way while something changed may be older than what it replaces.
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const since = ctx.request?.['at'] as number | undefined ?? 0
    for (const region of all()) {
      delete state(region).etag
      if (everything >= since || topicsOf(region).some(topic => (noticed.get(topic) ?? -1) >= since)) refresh(region)
    }
  })
  let hiddenAt = 0
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) hiddenAt = Date.now()
    // After a long absence (a closed lid) the line may be dead without having noticed.
    else for (const region of all()) if (state(region).stale || Date.now() - hiddenAt > 60_000) refresh(region)
  })
}
