// Reads letters in a thread of its own, which is ended when a letter takes too long or too much memory:
// a letter made to harm costs five seconds of one thread and nothing else.
import { Worker } from 'node:worker_threads'
import type { Outcome, Reading } from '../contract'
import { BytesPerMillisecond, LongestReading } from './limits'
import { readOnlyHead } from './read'

const large = 8 * 1024 * 1024

type Answer = { reading: Reading; parts: Uint8Array<ArrayBuffer>[] } | { trouble: string }

export class Reader {
  private worker: Worker | null = null
  private heard: ((answer: Answer) => void) | null = null

  /** What the letter says and the bytes of its parts, or why it could not be read. One letter at a time. */
  async read(raw: Uint8Array<ArrayBuffer>): Promise<{ outcome: Outcome; parts: Uint8Array<ArrayBuffer>[] }> {
    const top = raw.slice(0, 65_536) // the rest moves to the thread, and is not here any more
    const { length } = raw
    const answer = await this.ask(raw)
    if (length >= large) this.close() // what it took for it is free at once
    if ('reading' in answer) return { outcome: answer.reading, parts: answer.parts }
    return { outcome: { could_not_read: inWords(answer.trouble), ...onlyHead(top) }, parts: [] }
  }

  close() {
    void this.worker?.terminate()
    this.worker = null
  }

  private ask(raw: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const worker = this.worker ??= this.begin()
    return new Promise(done => {
      // A large letter is not hostile for being large.
      const timer = setTimeout(() => this.end(worker, 'late'), LongestReading + raw.length / BytesPerMillisecond)
      this.heard = answer => { clearTimeout(timer); this.heard = null; done(answer) }
      worker.postMessage(raw, [raw.buffer])
    })
  }

  private begin(): Worker {
    const worker = new Worker(new URL(import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 6, stackSizeMb: 4 } })
    worker.on('message', (answer: Answer) => { if (worker === this.worker) this.heard?.(answer) })
    worker.on('error', trouble => this.end(worker, (trouble as NodeJS.ErrnoException).code ?? trouble.message))
    worker.on('exit', () => this.end(worker, 'The reader ended'))
    return worker
  }

  /** The letter ended its reader, or is ended with it; the next one gets another. */
  private end(worker: Worker, trouble: string) {
    if (worker !== this.worker) return
    this.close()
    this.heard?.({ trouble })
  }
}

function inWords(trouble: string): string {
  if (trouble === 'late') return 'Reading it took longer than a letter may take.'
  if (trouble === 'ERR_WORKER_OUT_OF_MEMORY') return 'Reading it took more memory than a letter may take.'
  if (/child nodes/.test(trouble)) return 'It has too many parts, or parts within parts.'
  if (/header size/.test(trouble)) return 'Its header is longer than any honest one.'
  return `It is not built like a letter (${trouble.slice(0, 200)}).`
}

function onlyHead(raw: Uint8Array) {
  try {
    return readOnlyHead(raw)
  } catch {
    return {}
  }
}
