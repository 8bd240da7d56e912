// What this browser keeps of the chat with one desk: the visitor's token, the draft, and the outbox.
// Every pending message has its own key, so tabs that write at the same moment cannot overwrite each other.
export interface Pending { id: string, body: string, at: string, name?: string, email?: string, refused?: string }

export class Keep {
  private readonly memory = new Map<string, string>()
  readonly prefix: string

  constructor(desk: string) { this.prefix = `rapport ${desk} ` }

  get token() { return this.get('token') }
  set token(token: string | null) { this.put('token', token) }

  flag(name: string) { return this.get(name) !== null }
  setFlag(name: string, on: boolean) { this.put(name, on ? '1' : null) }

  outbox(): Pending[] {
    const keys = new Set(this.memory.keys())
    try { for (let i = 0; i < localStorage.length; i++) keys.add(localStorage.key(i)!) } catch { /* storage is blocked: memory is all there is */ }
    return [...keys].filter(key => key.startsWith(`${this.prefix}out `))
      .map(key => parsed(this.get(key.slice(this.prefix.length))))
      .filter(item => item !== null)
      .sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : 0)
  }
  push(item: Pending) { this.put(`out ${item.id}`, JSON.stringify(item)) }
  drop(id: string) { this.put(`out ${id}`, null) }

  // The tab's own draft comes first; the shared one serves a new tab or a browser that crashed.
  get draft() { return session(store => store.getItem(`${this.prefix}draft`)) ?? this.get('draft') ?? '' }
  set draft(text: string) {
    const before = this.draft
    session(store => { store.setItem(`${this.prefix}draft`, text); return null })
    if (text || this.get('draft') === before) this.put('draft', text || null)
  }

  // Whether the panel was open in this tab, so that the next page of the shop shows it again.
  get wasOpen() { return session(store => store.getItem(`${this.prefix}open`)) === '1' }
  set wasOpen(open: boolean) { session(store => { store.setItem(`${this.prefix}open`, open ? '1' : ''); return null }) }

  owns(event: StorageEvent) { return event.storageArea !== null && event.key?.startsWith(this.prefix) ? event.key.slice(this.prefix.length) : null }

  private get(name: string) {
    const key = this.prefix + name
    if (this.memory.has(key)) return this.memory.get(key)!
    try { return localStorage.getItem(key) } catch { return null }
  }
  private put(name: string, value: string | null) {
    const key = this.prefix + name
    this.memory.delete(key)
    try {
      if (value === null) localStorage.removeItem(key)
      else localStorage.setItem(key, value)
    } catch { if (value !== null) this.memory.set(key, value) }
  }
}

function session(use: (store: Storage) => string | null) {
  try { return use(sessionStorage) } catch { return null }
}

function parsed(text: string | null): Pending | null {
  try { return text ? JSON.parse(text) as Pending : null } catch { return null }
}
