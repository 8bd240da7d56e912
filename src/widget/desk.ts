// The calls to the desk. A call either answers, or throws Trouble with a sentence for the customer.
export interface Attachment { id: string, name: string, type: string, size: number, url: string }
export interface Message { id: string, position: number, at: string, from: 'customer' | 'desk', name: string, body: string, attachments: Attachment[] }
// What the house says between the messages; a question takes one tap, or none.
export interface Told { id: string, at: string, body: string, asks: boolean, question: string | null, answer: boolean | null, confused: boolean }
// What is asked once a matter is over; whatever is left out of an answer is null.
export interface Said { memorable: boolean | null, because: string | null, impression: boolean | null, connection: boolean | null, adjectives: string | null, frequency: string | null, picked_up: string | null, recommend: number | null }
export interface Asked { id: string, about: string, question: 'adjectives' | 'frequency' | 'picked_up' | 'recommend', stands: boolean, declined: boolean, answer: Said | null, recall: { remembered: boolean | null } | null }
// Whom the customer may ask for, each with what can be said of how long it takes.
export interface People { waits_for: string | null, people: { id: string, name: string, possible: boolean, says: string }[], first_free: string | null, took_first_free: boolean }
export interface State {
  shop: string, name: string, online: boolean, says: string
  conversation: { number: number, status: string } | null
  customer: { name: string | null, email: string | null }
  unread: number, desk_typing: boolean, read_to: number, messages: Message[], told: Told[]
}

export class Trouble extends Error {
  constructor(sentence: string, readonly status: number, readonly after = 0, readonly field = '') { super(sentence) }
  // Asking again can help when the line or the desk is at fault, not when the desk refused the words.
  get passes() { return [0, 401, 404, 408, 429].includes(this.status) || this.status >= 500 }
}

export class Desk {
  constructor(readonly origin: string, private readonly token: () => string | null) {}

  visit() { return this.call<State>('GET', 'visit') }
  arrive() { return this.call<{ token: string, visit: State }>('POST', 'visits', {}) }
  introduce(who: { name?: string, email?: string }) { return this.call<State>('PUT', 'visit', who) }
  sign(email: string, signed: string) { return this.call<void>('PUT', 'visit/signature', { email, signature: signed }) }
  after(position: number) { return this.call<{ items: Message[] }>('GET', `messages?after=${position}`) }
  before(position: number) { return this.call<{ items: Message[] }>('GET', `messages?before=${position}`) }
  say(message: { id: string, body: string, name?: string, email?: string }) { return this.call<Message>('POST', 'messages', message) }
  typing(typing: boolean) { return this.call<void>('POST', 'typing', { typing }) }
  tell(words: string) { return this.call<void>('POST', 'moments', { words }) }
  answer(told: string, yes: boolean) { return this.call<void>('PUT', `told/${told}`, { yes }) }
  confused(told: string, yes: boolean) { return this.call<void>('PUT', `told/${told}/confusion`, { yes }) }
  survey() { return this.call<{ asked: Asked | null }>('GET', 'survey') }
  sayHow(ask: string, said: Said) { return this.call<void>('PUT', `survey/${ask}`, said) }
  decline(ask: string, never: boolean) { return this.call<void>('PUT', `survey/${ask}/no`, { never }) }
  recall(ask: string, remembered: boolean) { return this.call<void>('PUT', `survey/${ask}/recall`, { remembered }) }
  own() { return this.call<{ url: string }>('POST', 'own-page', {}) }
  people() { return this.call<People>('GET', 'people') }
  ask(person: string | null) { return this.call<void>('PUT', 'lane', { person }) }
  firstFree() { return this.call<void>('PUT', 'lane', { first_free: true }) }
  isIn(person: string) { return this.call<{ says: string }>('POST', `people/${person}/presence`, {}) }
  read(position: number) { return this.call<void>('PUT', 'read', { position }) }

  live(signal: AbortSignal) { return this.open('GET', 'live', undefined, signal) }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.open(method, path, body, AbortSignal.timeout(20_000))
    try {
      return (answer.status === 204 ? undefined : await answer.json()) as T
    } catch { throw new Trouble('The connection broke off.', 0) }
  }

  private async open(method: string, path: string, body: unknown, signal: AbortSignal) {
    const token = this.token()
    let answer: Response
    try {
      answer = await fetch(`${this.origin}/chat/v1/${path}`, {
        method, signal, credentials: 'omit', cache: 'no-cache', body: body === undefined ? null : JSON.stringify(body),
        headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      })
    } catch { throw new Trouble('We cannot be reached right now.', 0) }
    if (!answer.ok) throw await trouble(answer)
    return answer
  }
}

async function trouble(answer: Response) {
  const problem = await answer.json().catch(() => null) as { title?: string, detail?: string, errors?: Record<string, string[]> } | null
  const [field, sentences] = Object.entries(problem?.errors ?? {})[0] ?? []
  const sentence = sentences?.[0] ?? problem?.detail ?? problem?.title ?? 'Something went wrong at our end.'
  return new Trouble(sentence, answer.status, Number(answer.headers.get('Retry-After')) || 0, field)
}
