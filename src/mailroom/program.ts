// The program's doors: every call goes from here to it, over loopback, with the secret made at its start.
import * as http from 'node:http'
import * as https from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { complain, why } from './complain'
import type { Arrival } from './contract'
import { rest, type Stop } from './pause'

type Body = string | Uint8Array | Readable

/** Connections are kept, and let go of before the program would let go of them. */
const kept = { keepAlive: true, maxFreeSockets: 8, timeout: 60_000 }

/** The program answered, and did not do what was asked. */
export class Refused extends Error {
  constructor(readonly status: number, what: string, said: string) {
    super(`${what} was answered with ${status}${said ? `: ${said.slice(0, 300)}` : ''}`)
  }
}

export class Program {
  private readonly way: typeof http | typeof https
  private readonly agent: http.Agent

  constructor(private readonly address: string, private readonly secret: string) {
    this.way = address.startsWith('https:') ? https : http
    this.agent = new this.way.Agent(kept)
  }

  async get<T>(path: string, stop?: Stop): Promise<T> {
    return await (await this.call('GET', path, { stop })).json() as T
  }

  /** What lies behind a path, its bytes still to be read. */
  open(path: string): Promise<Said> { return this.call('GET', path) }

  async put(path: string, body: unknown): Promise<void> {
    await drained(await this.call('PUT', path, { body: JSON.stringify(body), type: 'application/json' }))
  }

  async putBytes(path: string, bytes: Uint8Array<ArrayBuffer>, about: object): Promise<void> {
    await drained(await this.call('PUT', path, { body: bytes, type: 'application/octet-stream', about: ['X-Part', about] }))
  }

  /** Hands over a raw letter. When this returns, the program has it durably; when it throws, it is still ours to keep. */
  async deliver(raw: Readable | Uint8Array<ArrayBuffer>, arrival: Arrival): Promise<{ id: string; known: boolean }> {
    const answer = await this.call('POST', '/mailroom/v1/letters', { body: raw, type: 'message/rfc822', about: ['X-Letter', arrival] })
    if (answer.status !== 201) throw new Refused(answer.status, 'A letter', await answer.text())
    return await answer.json() as { id: string; known: boolean }
  }

  /** The next piece of work, or null when there was none for as long as one waits. */
  async next<T>(door: string, stop: Stop, most?: number): Promise<T | null> {
    const answer = await this.call('POST', `/mailroom/v1/${door}?wait=25${most ? `&most=${most}` : ''}`, { body: '{}', type: 'application/json', stop })
    if (answer.status === 204) {
      await drained(answer)
      return null
    }
    return await answer.json() as T
  }

  /** Takes one piece of work after another until stopped. The program may be away for a while: it is asked again, ever more slowly. */
  async work<T>(door: string, stop: Stop, does: (work: T) => Promise<void>, most?: number): Promise<void> {
    for (let failures = 0; !stop.aborted;) {
      try {
        const work = await this.next<T>(door, stop, most)
        if (work) await does(work)
        failures = 0
      } catch (trouble) {
        if (stop.aborted) return
        if (failures === 0) complain(`${door}: ${why(trouble)}`)
        await rest(Math.min(15_000, 100 * 2 ** failures++), stop)
      }
    }
  }

  private async call(method: string, path: string, { body, type, about, stop }: { body?: Body; type?: string; about?: [string, object]; stop?: Stop } = {}): Promise<Said> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.secret}` }
    if (type) headers['Content-Type'] = type
    if (about) headers[about[0]] = ascii(about[1])
    const answer = new Said(await this.ask(path, { method, headers, agent: this.agent, ...stop ? { signal: stop } : {} }, body))
    if (answer.status < 200 || answer.status > 299) throw new Refused(answer.status, `${method} ${path}`, await answer.text())
    return answer
  }

  /** Not by `fetch`, which takes several times the work for each call. */
  private ask(path: string, options: http.RequestOptions, body?: Body): Promise<http.IncomingMessage> {
    return new Promise((done, fail) => {
      const request = this.way.request(this.address + path, options, done).on('error', fail)
      if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) request.end(body)
      else pipeline(body, request, trouble => { if (trouble) fail(trouble) })
    })
  }
}

/** What the program answered; its bytes come as they are read. */
export class Said {
  constructor(readonly body: http.IncomingMessage) {}

  get status(): number { return this.body.statusCode ?? 0 }

  /** How many bytes it has, where that is said. */
  get size(): number | null { return this.body.headers['content-length'] === undefined ? null : Number(this.body.headers['content-length']) }

  async bytes(): Promise<Buffer<ArrayBuffer>> {
    const chunks: Buffer[] = []
    for await (const chunk of this.body) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks)
  }

  async text(): Promise<string> { return (await this.bytes()).toString() }

  async json(): Promise<unknown> { return JSON.parse(await this.text()) }
}

function ascii(value: object): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A connection is free again only when its answer has been read. */
async function drained(answer: Said): Promise<void> { await answer.bytes() }
