// The live line says only that something changed; what changed is fetched. One tab listens for all tabs of
// this browser (it holds a Web Lock), because browsers allow six connections to a server and no more.
import { Trouble, type Desk } from './desk'

const silence = 50_000 // the desk sends a sign of life every 20 seconds

export class Live {
  private stop: AbortController | null = null
  private readonly wake = new Set<() => void>()

  constructor(
    private readonly desk: Desk, private readonly name: string,
    private readonly noticed: () => void, private readonly reached: (yes: boolean) => void) {
    addEventListener('online', () => this.hurry())
    document.addEventListener('visibilitychange', () => this.hurry())
  }

  start() {
    if (this.stop) return
    const { signal } = this.stop = new AbortController()
    const channel = new BroadcastChannel(this.name)
    signal.addEventListener('abort', () => channel.close())
    channel.onmessage = ({ data }) => data === 'changed' ? this.noticed() : this.reached(data === 'up')
    const tell = (word: 'changed' | 'up' | 'down') => {
      if (!signal.aborted) channel.postMessage(word)
      if (word === 'changed') this.noticed()
      else this.reached(word === 'up')
    }
    const listen = () => this.listen(signal, tell)
    // A page without TLS has no locks; there every tab listens for itself.
    if (navigator.locks) navigator.locks.request(this.name, { signal }, listen).catch(() => { /* stopped while waiting */ })
    else void listen()
  }

  end() { this.stop?.abort(); this.stop = null; this.hurry() }

  private hurry() { for (const wake of this.wake) wake() }

  private async listen(signal: AbortSignal, tell: (word: 'changed' | 'up' | 'down') => void) {
    for (let failures = 0; !signal.aborted;) {
      const attempt = new AbortController()
      const give = () => attempt.abort()
      signal.addEventListener('abort', give, { once: true })
      let quiet = setTimeout(give, silence)
      try {
        const reader = (await this.desk.live(attempt.signal)).body!.pipeThrough(new TextDecoderStream()).getReader()
        failures = 0
        tell('up')
        tell('changed')
        for (let rest = ''; ;) {
          const { done, value } = await reader.read()
          if (done) break
          clearTimeout(quiet)
          quiet = setTimeout(give, silence)
          const events = (rest + value).split('\n\n')
          rest = events.pop()!
          if (events.some(event => event.includes('event: changed'))) tell('changed')
        }
      } catch (trouble) {
        if (trouble instanceof Trouble && trouble.status === 401) { tell('changed'); return }
      }
      clearTimeout(quiet)
      signal.removeEventListener('abort', give)
      if (signal.aborted) return
      if (++failures > 1) tell('down')
      await this.rest(backoff(failures))
    }
  }

  private rest(milliseconds: number) {
    return new Promise<void>(done => {
      const wake = () => { clearTimeout(timer); this.wake.delete(wake); done() }
      const timer = setTimeout(wake, milliseconds)
      this.wake.add(wake)
    })
  }
}

export function backoff(failures: number) {
  return Math.min(30_000, 500 * 2 ** failures) * (0.75 + Math.random() / 2)
}
