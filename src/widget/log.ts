// The thread: one row per message, kept by id, so that a change touches only its own row and a screen reader
// hears only what is new.
import { type Message, type Told } from './desk'
import { type Pending } from './keep'
import { day, hour, link, linked, make, size } from './words'
import { type Visit } from './visit'

interface Item { id: string, at: string, mine: boolean, name: string, body: string, files: Message['attachments'], message?: Message, pending?: Pending, told?: Told }

// What one tap says, by what was asked.
const answers: Record<string, { yes: string, no: string, thanks: string, thanksForNo: string }> = {
  repeated: { yes: 'I had to repeat myself', no: 'No', thanks: 'Thank you. We will do better.', thanksForNo: 'Thank you for telling us.' },
  done: { yes: 'Yes, it is done', no: 'Not yet', thanks: 'Thank you.', thanksForNo: 'Thank you. We go on with it.' },
  understood: { yes: 'Yes, that is it', no: 'Not quite', thanks: 'Thank you.', thanksForNo: 'Thank you. Please write what is different.' },
  introduced: { yes: 'Yes, pass it on', no: 'No', thanks: 'Thank you. You don’t have to tell it again.', thanksForNo: 'Thank you. It is forgotten.' },
}

export class Log {
  readonly element = make('div', { class: 'log', role: 'log', 'aria-label': 'Messages', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: '0' })
  private readonly rows = new Map<string, HTMLElement>()
  private readonly note = make('p', { class: 'note' })
  private readonly earlier = make('button', { class: 'btn small note', type: 'button', click: () => this.showEarlier() }, 'Earlier messages')
  private readonly dots = make('div', { class: 'dots' }, make('span', { 'aria-hidden': 'true' }, make('i'), make('i'), make('i')), make('span'))

  constructor(
    private readonly visit: Visit, private readonly origin: string,
    private readonly edit: (item: Pending) => void, private readonly retry: (item: Pending) => void,
    private readonly scrolled: () => void) { this.follow() }

  // Whoever reads the end stays there when the thread or the window changes; whoever reads further up stays there too.
  atEnd = true
  toEnd() { this.atEnd = true; this.element.scrollTop = this.element.scrollHeight }
  private follow() {
    new ResizeObserver(() => { if (this.atEnd) this.toEnd() }).observe(this.element)
    this.element.addEventListener('scroll', () => {
      this.atEnd = this.element.scrollHeight - this.element.scrollTop - this.element.clientHeight < 60
      this.scrolled()
    }, { passive: true })
  }

  draw() {
    const said: Item[] = [
      ...this.visit.messages.map(message => ({ ...message, mine: message.from === 'customer', files: message.attachments, message })),
      ...(this.visit.state?.told ?? []).map(told => ({ ...told, mine: false, name: '', files: [], told })),
    ]
    const items: Item[] = [
      ...said.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)),
      ...this.visit.pending.map(pending => ({ ...pending, mine: true, name: '', files: [], pending })),
    ]
    const wanted: HTMLElement[] = []
    if (this.visit.earlier) wanted.push(this.earlier)
    if (!items.length) {
      this.note.textContent = this.visit.state ? 'Write to us about anything. Your conversation is still here when you come back.' : ''
      wanted.push(this.note)
    }
    items.forEach((item, index) => {
      if (day(item.at) !== (items[index - 1] && day(items[index - 1]!.at))) wanted.push(this.row(`day ${day(item.at)}`, () => make('p', { class: 'day' }, day(item.at))))
      const row = this.row(item.id, () => item.told ? make('div', { class: 'told' }, make('p', {}, item.body)) : this.message(item))
      if (item.told) this.ask(row, item.told)
      else this.describe(row, item, items[index + 1])
      wanted.push(row)
    })
    if (this.visit.state?.desk_typing) {
      this.dots.lastChild!.textContent = `${this.visit.state.name} is typing`
      wanted.push(this.dots)
    }
    this.place(wanted)
  }

  private place(wanted: HTMLElement[]) {
    const keep = new Set<Element>(wanted)
    for (const child of [...this.element.children]) if (!keep.has(child)) child.remove()
    wanted.forEach((row, index) => {
      if (this.element.children[index] !== row) this.element.insertBefore(row, this.element.children[index] ?? null)
    })
  }

  private row(id: string, build: () => HTMLElement) {
    let row = this.rows.get(id)
    if (!row) this.rows.set(id, row = build())
    return row
  }

  private message(item: Item) {
    const said = make('span', { class: 'said' }, item.mine ? 'You said: ' : `${item.name} said: `)
    const bubble = make('div', { class: 'm', dir: 'auto' }, ...linked(item.body))
    const files = item.files.map(file => make('div', { class: 'file' }, link(this.urlOf(file), file.name, file.name), ` ${size(file.size)}`))
    return make('div', { class: 'row' }, said, ...(item.body ? [bubble] : []), ...files, make('div', { class: 'by' }))
  }

  private ask(row: HTMLElement, told: Told) {
    if (told.question === 'repeated') this.confusion(row, told)
    const words = answers[told.question ?? ''] ?? answers['repeated']!
    const shows = !told.asks ? '' : told.answer === null ? 'asks' : told.answer ? words.thanks : words.thanksForNo
    if ((row.dataset['shows'] ?? '') === shows) return
    row.dataset['shows'] = shows
    row.querySelector('.pair:not(.confusion), .by')?.remove()
    row.insertBefore(shows === 'asks' ? make('div', { class: 'pair' },
      make('button', { class: 'btn small', type: 'button', click: () => this.visit.answer(told.id, true) }, words.yes),
      make('button', { class: 'btn small', type: 'button', click: () => this.visit.answer(told.id, false) }, words.no)) : make('p', { class: 'by' }, shows), row.querySelector('.confusion'))
  }

  // Another matter than having to say it again, so a tap of its own, which can be taken back.
  private confusion(row: HTMLElement, told: Told) {
    let tap = row.querySelector<HTMLButtonElement>('.confusion button')
    if (!tap) {
      tap = make('button', { class: 'btn small', type: 'button', click: event => { this.visit.confused(told.id, (event.currentTarget as HTMLElement).ariaPressed !== 'true') } }, 'I was confused by it')
      row.append(make('div', { class: 'pair confusion' }, tap))
    }
    tap.ariaPressed = String(told.confused)
  }

  private describe(row: HTMLElement, item: Item, next: Item | undefined) {
    const refused = item.pending?.refused
    const by = refused ? refused
      : item.pending ? (this.visit.reachable ? 'sending…' : 'is sent as soon as we can be reached')
      : item.mine ? `${hour(item.at)} · ${this.visit.state && item.message!.position <= this.visit.state.read_to ? 'read' : 'delivered'}`
      : `${item.name} · ${hour(item.at)}`
    // Several in a row carry one line beneath the last, unless they differ in more than the minute.
    const tight = !item.pending && !next?.told && next?.mine === item.mine && !next.pending && next.name === item.name
      && Date.parse(next.at) - Date.parse(item.at) < 300_000 && (!item.mine || this.read(item) === this.read(next))
    row.className = `row${item.mine ? ' mine' : ''}${item.pending ? ' waits' : ''}${tight ? ' tight' : ''}`
    // Links to files are good for some days only, so a page that stays open takes up the new ones.
    item.files.forEach((file, index) => { row.querySelectorAll<HTMLAnchorElement>('.file a')[index]?.setAttribute('href', this.urlOf(file)) })
    const line = row.lastElementChild as HTMLElement
    line.hidden = tight
    if (line.dataset['shows'] === by) return
    line.dataset['shows'] = by
    line.className = refused ? 'wrong' : 'by'
    line.replaceChildren(refused ? `Not sent. ${by} ` : by)
    if (refused) line.append(make('div', { class: 'pair' },
      make('button', { class: 'btn small', type: 'button', click: () => this.edit(item.pending!) }, 'Change it'),
      make('button', { class: 'btn small', type: 'button', click: () => this.retry(item.pending!) }, 'Try again')))
  }

  private urlOf(file: Message['attachments'][number]) { return `${this.origin}/${file.url.replace(/^\/+/, '')}` }

  private read(item: Item) { return item.message && this.visit.state ? item.message.position <= this.visit.state.read_to : false }

  private showEarlier() {
    const from = this.element.scrollHeight - this.element.scrollTop
    this.element.setAttribute('aria-busy', 'true')
    this.visit.showEarlier().then(() => {
      this.element.scrollTop = this.element.scrollHeight - from
      this.element.focus()
    }, () => this.visit.reach(false)).finally(() => this.element.removeAttribute('aria-busy'))
  }
}
