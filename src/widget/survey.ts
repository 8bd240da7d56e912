// Once a matter is over and its customer was drawn for it: how was it? One quiet line, which unfolds; whatever is left out is left out.
import { type Asked, type Said, Trouble } from './desk'
import { type Visit } from './visit'
import { make } from './words'

const yesNo: [boolean, string][] = [[true, 'Yes'], [false, 'No']]
const nothing: Said = { memorable: null, because: null, impression: null, connection: null, adjectives: null, frequency: null, picked_up: null, recommend: null }

export class Survey {
  // While the questions stand open, nothing else asks for anything.
  get isOpen() { return !!this.element.querySelector('form') }
  readonly element = make('section', { class: 'survey', hidden: true, 'aria-label': 'How it was' })
  private said: Said = { ...nothing }
  private shown = ''
  private wrong = make('p', { class: 'wrong', role: 'alert', hidden: true })

  constructor(private readonly visit: Visit, private readonly changed: () => void, private readonly done: () => void) {}

  draw(asked: Asked | null) {
    // Nobody loses what they are answering because something changed elsewhere.
    if (this.element.querySelector('form') && asked?.stands && !asked.declined) return
    const shows = !asked ? '' : asked.recall && asked.recall.remembered === null ? 'recall' : asked.answer ? 'said' : asked.stands && !asked.declined ? 'offer' : ''
    const key = `${shows} ${asked?.id}`
    if (key === this.shown) return
    this.shown = key
    this.element.hidden = !shows
    if (!asked || !shows) return this.element.replaceChildren()
    if (shows === 'offer') this.offer(asked)
    else if (shows === 'recall') this.recall(asked)
    else this.thank(asked)
  }

  private offer(asked: Asked) {
    this.said = { ...nothing }
    this.element.replaceChildren(make('div', { class: 'who' }, make('div', { class: 'ask-who' },
      make('button', { class: 'plain', type: 'button', click: () => this.unfold(asked) }, 'How was it? Three short questions'),
      make('button', { class: 'btn small', type: 'button', click: () => void this.decline(asked, false) }, 'No, thanks'))))
  }

  private unfold(asked: Asked) {
    const because = make('input', { type: 'text', maxlength: '500', autocomplete: 'off', input: () => { this.said.because = because.value } })
    because.value = this.said.because ?? ''
    const why = make('label', { hidden: this.said.memorable !== true }, 'What made it so?', because)
    this.wrong.hidden = true
    this.element.replaceChildren(make('form', { class: 'who', novalidate: true, 'aria-label': 'How it was', submit: event => { event.preventDefault(); void this.send(asked) } },
      this.choices('Was it ordinary, or something you will remember?', [[false, 'Ordinary'], [true, 'Something I will remember']], 'memorable', () => { why.hidden = this.said.memorable !== true }), why,
      this.choices('They made an impression on me', yesNo, 'impression'),
      this.choices('There was a connection between us', yesNo, 'connection'),
      this.third(asked), this.wrong,
      make('p', { class: 'fine' }, 'Leave out whatever you like. Nobody who served you is told that it was you.'),
      make('div', { class: 'pair ends' },
        make('button', { class: 'btn small go', type: 'submit' }, 'Say so'),
        make('button', { class: 'btn small', type: 'button', click: () => void this.decline(asked, false) }, 'No, thanks'),
        make('button', { class: 'btn small', type: 'button', click: () => void this.decline(asked, true) }, 'Don’t ask me again'))))
    this.changed()
    this.element.querySelector<HTMLElement>('button')?.focus()
  }

  private third(asked: Asked): HTMLElement {
    switch (asked.question) {
      case 'frequency': return this.choices('How often is service here exceptional?', ['never', 'seldom', 'sometimes', 'often', 'always'].map(often => [often, often.charAt(0).toUpperCase() + often.slice(1)]), 'frequency')
      case 'picked_up': return this.choices('Was there something you hoped they would pick up on? Did they?', [['nothing', 'There was nothing'], ['yes', 'Yes, and they did'], ['missed', 'Yes, and they did not']], 'picked_up')
      case 'recommend': return this.choices('How likely are you to recommend us, from 0 to 10?', Array.from({ length: 11 }, (_, n) => [n, String(n)]), 'recommend')
      default: {
        const words = make('input', { type: 'text', maxlength: '60', autocomplete: 'off', input: () => { this.said.adjectives = words.value } })
        words.value = this.said.adjectives ?? ''
        return make('label', {}, 'In one to three words, how was it?', words)
      }
    }
  }

  // Buttons that stay pressed, and not radio buttons: what was tapped can be taken back with the same tap.
  private choices<K extends keyof Said>(title: string, of: [NonNullable<Said[K]>, string][], field: K, then?: () => void) {
    const taps = of.map(([value, words]) => make('button', { class: 'btn small', type: 'button', 'aria-pressed': String(this.said[field] === value), click: () => {
      this.said[field] = (this.said[field] === value ? null : value) as Said[K]
      taps.forEach((tap, index) => { tap.ariaPressed = String(this.said[field] === of[index]![0]) })
      then?.()
    } }, words))
    return make('fieldset', {}, make('legend', {}, title), make('div', { class: of.length > 6 ? 'scale' : 'pair' }, ...taps))
  }

  private thank(asked: Asked) {
    this.element.replaceChildren(make('div', { class: 'who' }, make('p', { role: 'status' }, 'Thank you for saying how it was.'), make('div', { class: 'pair' },
      ...(asked.stands ? [make('button', { class: 'btn small', type: 'button', click: () => { this.said = { ...nothing, ...asked.answer }; this.unfold(asked) } }, 'Change it')] : []),
      make('button', { class: 'btn small', type: 'button', click: () => void this.attempt(() => this.visit.sayHow(asked.id, nothing)) }, 'Take it back'))))
  }

  private recall(asked: Asked) {
    const say = (yes: boolean) => void this.attempt(() => this.visit.recall(asked.id, yes))
    this.element.replaceChildren(make('div', { class: 'who' }, make('p', { id: 'recall' }, `Do you remember your talk with us about “${asked.about}”?`), make('div', { class: 'pair' },
      make('button', { class: 'btn small', type: 'button', 'aria-describedby': 'recall', click: () => say(true) }, 'Yes'),
      make('button', { class: 'btn small', type: 'button', 'aria-describedby': 'recall', click: () => say(false) }, 'No'))))
  }

  private async send(asked: Asked) {
    const said = { ...this.said, because: this.said.memorable ? this.said.because?.trim() || null : null, adjectives: this.said.adjectives?.trim() || null }
    if (Object.values(said).every(value => value === null)) return this.refuse('Tap or write something, or choose “No, thanks”.')
    await this.attempt(() => this.visit.sayHow(asked.id, said))
  }

  private async decline(asked: Asked, never: boolean) {
    if (asked.answer) { this.again(); return this.done() }
    await this.attempt(() => this.visit.decline(asked.id, never))
  }

  private async attempt(what: () => Promise<void>) {
    try {
      const form = this.element.querySelector('form')
      this.shown = ''
      form?.remove()
      try { await what() } catch (trouble) { if (form) this.element.replaceChildren(form); throw trouble }
      this.again()
      this.done()
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble
      this.refuse(trouble.message)
    }
  }

  private again() {
    this.element.replaceChildren()
    this.shown = ''
    this.changed()
  }

  private refuse(words: string) {
    if (!this.wrong.isConnected) this.element.append(this.wrong)
    this.wrong.textContent = words
    this.wrong.hidden = false
  }
}
