// The window of the chat: who answers, the thread, and the field to write in.
import { type Keep, type Pending } from './keep'
import { Log } from './log'
import { Person } from './person'
import { Stood } from './stood'
import { Survey } from './survey'
import { type Visit } from './visit'
import { Who } from './who'
import { icon, make } from './words'

const most = 20_000
const narrow = matchMedia('(max-width: 480px)')

export class Panel {
  private readonly face = make('span', { class: 'face', 'aria-hidden': 'true' })
  private readonly title = make('h2', { id: 'name' })
  private readonly says = make('p')
  private readonly status = make('p', { class: 'status wrong', role: 'status', hidden: true })
  private readonly text = make('textarea', { rows: '1', dir: 'auto', 'aria-label': 'Your message', input: () => this.typed(), keydown: event => this.key(event as KeyboardEvent) })
  private readonly own = make('button', { class: 'plain own', type: 'button', hidden: true, click: () => void this.openOwn() }, 'What we remember about you')
  private readonly toEnd = make('button', { class: 'btn to-end', type: 'button', hidden: true, click: () => { this.log.toEnd(); this.text.focus() } }, 'New messages ↓')
  private readonly log: Log
  private readonly who: Who
  private readonly stood: Stood
  private readonly survey: Survey
  private readonly person: Person
  readonly element: HTMLDialogElement
  private typing = 0
  private told = 0
  private last = ''

  constructor(private readonly visit: Visit, private readonly keep: Keep, origin: string, private readonly closed: () => void, private readonly turned: () => void) {
    this.log = new Log(visit, origin, item => this.change(item), item => { keep.drop(item.id); const { refused: _, ...fresh } = item; void visit.send(fresh) },
      () => { if (this.log.atEnd) this.toEnd.hidden = true })
    this.who = new Who(visit, keep, () => this.text.focus())
    this.stood = new Stood(visit, keep, () => this.text.focus())
    this.survey = new Survey(visit, () => this.draw(), () => this.text.focus())
    this.person = new Person(visit, () => { if (this.log.atEnd) this.log.toEnd() })
    this.element = make('dialog', { 'aria-labelledby': 'name', keydown: event => this.escape(event as KeyboardEvent), cancel: event => { event.preventDefault(); this.close() } },
      make('header', {}, this.face, make('div', {}, this.title, this.says),
        make('button', { class: 'icon', type: 'button', 'aria-label': 'Close the chat', click: () => this.close() }, icon('M6 6l12 12M18 6L6 18'))),
      this.log.element,
      make('div', { class: 'foot' }, this.toEnd, this.survey.element, this.stood.element, this.who.element, this.person.element, this.status,
        make('form', { class: 'ask', submit: event => { event.preventDefault(); this.send() } }, this.text, make('button', { class: 'btn go', type: 'submit' }, 'Send')), this.own))
    this.text.value = keep.draft
    narrow.addEventListener('change', () => this.turn())
    visualViewport?.addEventListener('resize', () => this.fit())
  }

  get isOpen() { return this.element.open }
  get fillsTheScreen() { return this.element.matches(':modal') }

  prefill(name: string, email: string) { this.who.prefill(name, email) }

  open(focus: boolean) {
    if (!this.isOpen) this.show()
    this.keep.wasOpen = true
    this.draw()
    this.log.toEnd()
    if (focus) this.text.focus()
  }

  close() {
    this.element.close()
    this.keep.wasOpen = false
    this.stopTyping()
    this.closed()
  }

  draw() {
    const { state } = this.visit
    const name = state?.name ?? ''
    this.face.textContent = name.charAt(0).toUpperCase()
    this.title.textContent = name || 'Chat'
    this.says.textContent = state?.says ?? ''
    this.text.placeholder = name ? `Write to ${name}…` : 'Write to us…'
    if (!this.isOpen) return
    const latest = this.visit.messages.at(-1)
    const follow = this.log.atEnd || (latest?.id !== this.last && latest?.from === 'customer')
    this.log.draw()
    if (follow) this.log.toEnd()
    else if (latest && latest.id !== this.last && latest.from === 'desk') this.toEnd.hidden = false
    this.last = latest?.id ?? ''
    this.who.draw(state, this.visit.messages.some(message => message.from === 'customer'))
    this.survey.draw(this.visit.asked ?? null)
    // One question at a time.
    this.stood.draw(this.visit.asked === null && this.survey.element.hidden ? state : null)
    this.person.draw(state)
    this.own.hidden = !state?.conversation
    for (const line of [this.who.element, this.person.element, this.own]) line.classList.toggle('aside', this.survey.isOpen)
    this.tell()
    if (document.visibilityState === 'visible') this.visit.read()
  }

  // A full screen is a modal dialog, a window beside the shop's page is not.
  private show() {
    if (narrow.matches) this.element.showModal()
    // Only `show()` would also take the focus away from the shop's page.
    else this.element.open = true
    this.fit()
  }

  // The phone was turned, or the window made narrow: the writer goes on where they were.
  private turn() {
    if (!this.isOpen) return
    const { activeElement } = this.element.getRootNode() as ShadowRoot
    this.element.close()
    this.show()
    if (activeElement instanceof HTMLElement) activeElement.focus()
    this.turned()
  }

  // The keyboard of a phone covers the page without making it smaller.
  private fit() {
    const view = visualViewport
    const covered = narrow.matches && view && view.height < innerHeight - 80
    this.element.style.height = covered ? `${view.height}px` : ''
    if (covered) this.log.toEnd()
  }

  private tell() {
    const over = this.text.value.trim().length - most
    const sentence = over > 0 ? `That is ${over.toLocaleString('en')} ${over === 1 ? 'character' : 'characters'} too long; ${most.toLocaleString('en')} fit in one message.`
      : this.visit.reachable ? '' : 'We cannot be reached right now. What you write is kept and sent as soon as we can.'
    if (this.status.textContent !== sentence) this.status.textContent = sentence
    this.status.hidden = !sentence
    this.text.ariaInvalid = String(over > 0)
  }

  private send() {
    const body = this.text.value.trim()
    if (!body || body.length > most) { this.text.focus(); return }
    this.stopTyping()
    const item = { id: newId(), body, at: new Date().toISOString(), ...this.who.given }
    this.text.value = this.keep.draft = ''
    void this.visit.send(item)
    this.log.toEnd()
    this.text.focus()
  }

  private change(item: Pending) {
    this.keep.drop(item.id)
    this.text.value = this.keep.draft = [item.body, this.text.value].filter(Boolean).join('\n')
    this.visit.refresh().then(() => this.draw(), () => this.draw())
    this.text.focus()
  }

  // Opened at once, because a window that opens later than the tap is held back by the browser.
  private async openOwn() {
    const page = open('', '_blank')
    if (page) page.opener = null
    try {
      const { url } = await this.visit.own()
      if (page) page.location.replace(url)
      else location.assign(url)
    } catch { page?.close(); this.visit.reach(false) }
  }

  private typed() {
    this.keep.draft = this.text.value
    this.tell()
    if (!this.text.value.trim()) return this.stopTyping()
    // Said again while it goes on, because the desk forgets it after a few seconds.
    if (!this.typing || Date.now() - this.told > 4000) {
      this.told = Date.now()
      this.visit.typing(true)
    }
    clearTimeout(this.typing)
    this.typing = setTimeout(() => this.stopTyping(), 5000)
  }
  private stopTyping() {
    if (!this.typing) return
    clearTimeout(this.typing)
    this.typing = 0
    this.visit.typing(false)
  }

  private key(event: KeyboardEvent) {
    // On a touch keyboard Enter makes a new line; there the button sends.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || matchMedia('(pointer: coarse)').matches) return
    event.preventDefault()
    this.send()
  }

  private escape(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    this.close()
  }
}

// crypto.randomUUID is missing on pages without TLS.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = bytes[6]! & 15 | 64
  bytes[8] = bytes[8]! & 63 | 128
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
