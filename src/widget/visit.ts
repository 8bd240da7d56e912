// What the customer's side knows: the desk's state, the messages, and what still waits to be sent.
// A pending message and its echo share an id, so the echo takes the place of the pending copy.
import { type Asked, type Desk, type Message, type Said, type State, Trouble } from './desk'
import { type Keep, type Pending } from './keep'
import { backoff } from './live'

export class Visit {
  state: State | null = null
  // What the customer may say of a matter that is over; undefined until that is known.
  asked: Asked | null | undefined
  reachable = true
  earlier = false
  // Who the shop says and signs that this is.
  signature: { email: string, signed: string } | null = null
  private byId = new Map<string, Message>()
  private fetching: Promise<void> | null = null
  private arriving: Promise<void> | null = null
  private again = false
  private sending = false
  private failures = 0
  private timer = 0
  private misses = 0
  private retry = 0
  private readTo = 0

  constructor(private readonly desk: Desk, private readonly keep: Keep, private readonly changed: () => void) {}

  get messages() { return [...this.byId.values()].sort((a, b) => a.position - b.position) }
  get pending() { return this.keep.outbox().filter(item => !this.byId.has(item.id)) }

  refresh(): Promise<void> {
    this.again = true
    return this.fetching ??= this.fetchAll().finally(() => { this.fetching = null })
  }

  send(item: Pending) {
    this.keep.push(item)
    this.changed()
    return this.flush()
  }

  // Sends what waits, oldest first. The lock keeps tabs from sending the same message twice; should they, the id makes it one.
  async flush() {
    clearTimeout(this.timer)
    if (this.sending) return
    this.sending = true
    try {
      const pass = () => this.sendAll()
      await (navigator.locks ? navigator.locks.request(`${this.keep.prefix}send`, pass) : pass())
      this.failures = 0
      this.reach(true)
    } catch (trouble) {
      if (++this.failures > 1) this.reach(false)
      const after = trouble instanceof Trouble ? trouble.after * 1000 : 0
      this.flushIn(Math.max(after, backoff(this.failures)))
    } finally { this.sending = false }
  }
  flushIn(milliseconds: number) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), milliseconds)
  }

  async introduce(who: { name?: string, email?: string }) {
    await this.arrive()
    this.take(await this.desk.introduce(who))
  }

  async showEarlier() {
    const { items } = await this.desk.before(this.messages[0]?.position ?? 0)
    this.add(items)
    this.earlier = items.length > 0
    this.changed()
  }

  read() {
    const position = this.messages.findLast(message => message.from === 'desk')?.position ?? 0
    if (position <= this.readTo || !this.state?.unread) return
    this.readTo = position
    this.desk.read(position).then(() => this.refresh(), () => { this.readTo = 0 })
  }

  own() { return this.desk.own() }
  people() { return this.desk.people() }
  isIn(person: string) { return this.desk.isIn(person) }
  firstFree() { return this.desk.firstFree() }

  async ask(person: string | null) { await this.desk.ask(person); void this.refresh() }
  tell(words: string) { return this.desk.tell(words) }
  answer(told: string, yes: boolean) { this.desk.answer(told, yes).then(() => this.refresh(), () => this.reach(false)) }

  confused(told: string, yes: boolean) { this.desk.confused(told, yes).then(() => this.refresh(), () => this.reach(false)) }
  async sayHow(ask: string, said: Said) { await this.desk.sayHow(ask, said); await this.refresh() }
  async decline(ask: string, never: boolean) { await this.desk.decline(ask, never); await this.refresh() }
  async recall(ask: string, remembered: boolean) { await this.desk.recall(ask, remembered); await this.refresh() }

  typing(typing: boolean) {
    if (this.keep.token && this.state?.conversation) this.desk.typing(typing).catch(() => { /* a lost hint costs nothing */ })
  }

  reach(yes: boolean) {
    if (this.reachable === yes) return
    this.reachable = yes
    this.changed()
  }

  private async fetchAll() {
    while (this.again) {
      this.again = false
      try {
        this.take(await this.desk.visit())
        await this.look()
        this.misses = 0
        this.reach(true)
      } catch (trouble) {
        if (trouble instanceof Trouble && trouble.status === 401 && this.keep.token) { this.forget(); this.again = true }
        else {
          this.reach(false)
          clearTimeout(this.retry)
          this.retry = setTimeout(() => void this.refresh(), backoff(++this.misses))
        }
      }
    }
    if (this.keep.outbox().some(item => !item.refused)) void this.flush()
  }

  private async look() {
    const asked = this.state?.conversation?.status === 'resolved' ? (await this.desk.survey()).asked : null
    if (JSON.stringify(asked) === JSON.stringify(this.asked)) return
    this.asked = asked
    this.changed()
  }

  private take(state: State) {
    if (this.state?.conversation && state.conversation?.number !== this.state.conversation.number) this.byId.clear()
    const known = this.messages.at(-1)?.position ?? 0
    const first = state.messages[0]?.position ?? 0
    if (this.state?.conversation?.status !== state.conversation?.status) this.asked = undefined
    if (!known) this.earlier = state.messages.length >= 50
    this.state = state
    this.add(state.messages)
    // After a long absence the newest fifty may not reach back to what is on the screen.
    if (known && first > known && state.messages.length >= 50) void this.bridge(known, first)
    this.changed()
  }

  private async bridge(from: number, to: number) {
    try {
      while (from < to) {
        const { items } = await this.desk.after(from)
        if (!items.length) break
        this.add(items)
        from = items.at(-1)!.position
      }
      this.changed()
    } catch { void this.refresh() }
  }

  private add(items: Message[]) {
    for (const item of items) {
      this.byId.set(item.id, item)
      this.keep.drop(item.id)
    }
  }

  private async sendAll() {
    for (let item; (item = this.keep.outbox().find(waiting => !waiting.refused));) {
      try {
        await this.arrive()
        const { id, body, name, email } = item
        this.add([await this.desk.say({ id, body, ...(name && { name }), ...(email && { email }) })])
        void this.refresh()
      } catch (trouble) {
        if (trouble instanceof Trouble && trouble.status === 401) this.forget()
        if (!(trouble instanceof Trouble) || trouble.passes) throw trouble
        this.keep.push({ ...item, refused: trouble.message })
      }
      this.changed()
    }
  }

  // A visitor becomes known to the desk with the first thing they send, not by opening a page.
  private async arrive() {
    if (this.keep.token) return
    await (this.arriving ??= this.desk.arrive().then(async ({ token, visit }) => {
      this.keep.token = token
      this.take(visit)
      // Where the shop's word does not hold, they go on as somebody whom nobody knows.
      if (this.signature) await this.desk.sign(this.signature.email, this.signature.signed).catch(() => { /* as said */ })
    }).finally(() => { this.arriving = null }))
  }

  private forget() {
    this.keep.token = null
    this.byId.clear()
    this.state = null
  }
}
