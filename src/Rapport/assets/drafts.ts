import { Refused, send } from './http'
import type { Attached } from './uploads'

/** What somebody is writing, with its files. It is in this browser at every key, and on the server at every pause. */
export interface Draft { body: string; files: Attached[]; at: number; onServer: boolean }
export type Kind = 'reply' | 'note'
export interface OnServer { body: string; attachments: Attached[]; seen: number; at: string; returned: boolean }

export const isEmpty = (draft: Draft): boolean => !draft.body && draft.files.length === 0

/** Both lists of files, each file once. */
export const together = (some: Attached[], more: Attached[]): Attached[] => [...some, ...more.filter(file => !some.some(it => it.id === file.id))]

const PLACE = 'rapport-draft/'
const PAUSE = 600, AGAIN = 4000

export class DraftKeeper {
  #timer = 0
  #saving: Promise<void> | undefined

  constructor(
    readonly number: string,
    readonly person: string,
    readonly seen: () => number,
    readonly told: (words: string) => void,
    /** A reply that was on its way came back, and must not be written over. */
    readonly returned: (body: string, files: Attached[]) => void,
  ) {}

  key(kind: Kind): string { return `${PLACE}${this.person}/${this.number}/${kind}` }

  here(kind: Kind): Draft | undefined {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key(kind)) ?? 'null') as Omit<Draft, 'files'> & Partial<Draft> | null
      return kept ? { ...kept, files: kept.files ?? [] } : undefined
    } catch { return undefined }
  }

  #keep(kind: Kind, draft: Draft): void {
    try {
      if (isEmpty(draft) && draft.onServer) localStorage.removeItem(this.key(kind))
      else localStorage.setItem(this.key(kind), JSON.stringify(draft))
    } catch { /* A storage that is full or forbidden leaves the copy on the server. */ }
  }

  /** The newer one wins; the other is handed back where it would otherwise be lost. */
  choose(kind: Kind, server: Draft): { draft: Draft; other?: string } {
    const mine = this.here(kind)
    if (!mine || mine.onServer) return { draft: server }
    const [won, lost] = mine.at >= server.at ? [mine, server] : [server, mine]
    const draft = { ...won, files: together(mine.files, server.files) }
    return lost.body && !won.body.includes(lost.body) ? { draft, other: lost.body } : { draft }
  }

  write(kind: Kind, body: string, files: Attached[]): void {
    this.#keep(kind, { body, files, at: Date.now(), onServer: false })
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(kind), PAUSE)
  }

  async flush(kind: Kind, leaving = false): Promise<void> {
    clearTimeout(this.#timer)
    if (!leaving) await this.#saving
    const draft = this.here(kind)
    if (draft && !draft.onServer) await (this.#saving = this.#save(kind, draft, leaving))
  }

  async #save(kind: Kind, draft: Draft, leaving: boolean): Promise<void> {
    try {
      await send('PUT', `/desk/${this.number}/draft`, { kind, body: draft.body, attachments: draft.files.map(file => file.id), seen: this.seen() }, { quiet: true, outlives: leaving })
      if (this.here(kind)?.at === draft.at) this.#keep(kind, { ...draft, onServer: true })
      this.told(isEmpty(draft) ? '' : 'draft saved')
    } catch (no) {
      if (no instanceof Refused && no.status === 409) return this.returned(String(no.answer['body'] ?? ''), no.answer['attachments'] as Attached[] | undefined ?? [])
      this.told('saved in this browser, not yet on the server')
      if (!(no instanceof Refused) || no.status >= 500) this.#timer = setTimeout(() => void this.flush(kind), AGAIN)
    }
  }

  /** A save that arrived after the words were sent would bring them back as a draft. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#saving
  }

  /** The words are on their way: neither copy is needed any more. */
  done(kind: Kind): void {
    clearTimeout(this.#timer)
    localStorage.removeItem(this.key(kind))
    this.told('')
  }

  async fetch(): Promise<Partial<Record<Kind, OnServer | null>>> {
    const answer = await fetch(`/desk/${this.number}/draft`, { headers: { Accept: 'application/json' }, cache: 'no-store', redirect: 'manual' }).catch(() => undefined)
    return answer?.ok ? await answer.json() : {}
  }
}

/** Whoever signs out leaves no words in this browser, but for those that are nowhere else yet. */
export function forgetSaved(): void {
  for (const key of Object.keys(localStorage).filter(it => it.startsWith(PLACE)))
    if (localStorage.getItem(key)?.includes('"onServer":true')) localStorage.removeItem(key)
}
