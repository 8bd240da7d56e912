import { events } from './events'
import { mustSignIn, signIn } from './http'

/**
 * One connection per browser. The tab that holds the lock listens for the topics of all tabs and passes on what it
 * hears. A notice carries no data, so whoever may have missed one fetches again.
 */
type Word =
  | { kind: 'want'; tab: string; topics: string[] }
  | { kind: 'who' } | { kind: 'up' } | { kind: 'down' } | { kind: 'retry' }
  | { kind: 'bye'; tab: string }
  | { kind: 'ready'; tab: string; topics: string[] }
  | { kind: 'changed'; topic: string }

export interface Listener {
  topics(): string[]
  /** Something changed under this topic; '*' is everything. */
  changed(topic: string): void
  connected(up: boolean): void
}

const tab = Math.random().toString(36).slice(2)
const channel = new BroadcastChannel('rapport-live')
const wants = new Map<string, string[]>()
let me: Listener
let leading = false
let up: boolean | undefined
let known = new Set<string>()
let stream: { topics: Set<string>; stop: AbortController } | undefined
let opening: AbortController | undefined
let soon = 0, later = 0, tries = 0, heard = 0, wanted = ''

export function listen(listener: Listener): void {
  me = listener
  channel.onmessage = (heard: MessageEvent<Word>) => take(heard.data)
  addEventListener('pagehide', () => post({ kind: 'bye', tab }))
  addEventListener('online', retry)
  document.addEventListener('visibilitychange', () => { if (!document.hidden) retry() })
  // Without locks (a page that is not served securely) every tab has to listen for itself.
  if (!navigator.locks) return lead()
  void navigator.locks.request(`rapport-tab-${tab}`, () => { want(true); return forever() })
  void navigator.locks.request('rapport-live', () => { lead(); return forever() })
}
const forever = (): Promise<never> => new Promise(() => {})

/** Call when the topics of this tab may have changed. */
export function want(again = false): void {
  const topics = me.topics()
  if (!again && topics.join() === wanted) return
  wanted = topics.join()
  tell({ kind: 'want', tab, topics })
}

function post(word: Word): void { channel.postMessage(word) }
function tell(word: Word): void { post(word); take(word) }

function take(word: Word): void {
  switch (word.kind) {
    case 'changed': return me.changed(word.topic)
    case 'up': case 'down': return connection(word.kind === 'up')
    case 'who': known.clear(); return want(true)
    case 'ready': return word.tab === tab ? confirmed(word.topics) : undefined
  }
  if (!leading) return
  if (word.kind === 'retry') return void (opening ?? connect())
  if (word.kind === 'bye') return void wants.delete(word.tab)
  wants.set(word.tab, word.topics)
  if (up === false) post({ kind: 'down' })
  clearTimeout(soon)
  soon = setTimeout(cover, 40)
}

/** Notices are only certain from here on: what is newly listened for is fetched once more. */
function confirmed(topics: string[]): void {
  const fresh = topics.filter(topic => !known.has(topic))
  known = new Set(topics)
  for (const topic of fresh) me.changed(topic)
}

function connection(now: boolean): void {
  if (now === up) return
  const back = up === false
  up = now
  me.connected(now)
  tries = 0
  if (!now) patience()
  else if (back) me.changed('*')
}

/** Every tab keeps trying, since the browser slows down the timers of a leader that is hidden. */
function patience(): void {
  clearTimeout(later)
  const wait = Math.min(400 * 2 ** tries++, 5_000) * (0.75 + Math.random() / 2)
  later = setTimeout(() => { if (up === false) { retry(); patience() } }, wait)
}
function retry(): void { if (up === false) tell({ kind: 'retry' }) }

function lead(): void {
  leading = true
  // The server gives a sign of life every 20 seconds; a line that has been silent for longer is dead without knowing it.
  setInterval(() => { if (stream && Date.now() - heard > 50_000) stream.stop.abort() }, 10_000)
  tell({ kind: 'who' })
}

async function cover(): Promise<void> {
  const alive = new Set((await navigator.locks?.query())?.held?.map(lock => lock.name))
  for (const other of wants.keys()) if (other !== tab && !alive.has(`rapport-tab-${other}`)) wants.delete(other)
  const topics = new Set([...wants.values()].flat())
  if (stream && [...topics].every(topic => stream?.topics.has(topic))) return ready()
  await connect(topics)
}
function ready(): void { for (const [who, topics] of wants) tell({ kind: 'ready', tab: who, topics }) }

/** Opens the new stream before the old one is closed, so that nothing falls between two. */
async function connect(topics = new Set([...wants.values()].flat())): Promise<void> {
  if (!topics.size) return
  opening?.abort()
  const stop = opening = new AbortController()
  const patient = setTimeout(() => { if (opening === stop) stop.abort() }, 10_000)
  try {
    const answer = await fetch('/live?topics=' + [...topics].map(encodeURIComponent).join(','),
      { headers: { Accept: 'text/event-stream' }, cache: 'no-store', redirect: 'manual', signal: stop.signal })
    if (mustSignIn(answer)) return signIn()
    if (!answer.ok || !answer.body) throw new Error(`The live line answered ${answer.status}.`)
    for await (const [event, data] of events(answer.body)) {
      heard = Date.now()
      if (event === 'changed') tell({ kind: 'changed', topic: data })
      if (event !== 'hello') continue
      stream?.stop.abort()
      stream = { topics, stop }
      opening = undefined
      tell({ kind: 'up' })
      ready()
    }
  } catch { /* However it ended, what follows is the same. */ }
  clearTimeout(patient)
  if (opening === stop) opening = undefined
  if (stream?.stop === stop) stream = undefined
  if (opening) return
  if (stream) soon = setTimeout(cover, 2000)
  else tell({ kind: 'down' })
}
