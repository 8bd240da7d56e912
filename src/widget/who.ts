// Asks, without insisting, who is writing; while nobody is at the desk, where the answer should go.
import { Trouble, type State } from './desk'
import { type Keep } from './keep'
import { make } from './words'
import { type Visit } from './visit'

export class Who {
  private readonly words = make('p')
  private readonly offer = make('div', { class: 'ask-who' },
    make('button', { class: 'plain', type: 'button', click: () => this.unfold() }, 'Tell us who you are, if you like'),
    make('button', { class: 'btn small', type: 'button', click: () => this.dismiss() }, 'No, thanks'))
  private readonly name = make('input', { type: 'text', autocomplete: 'name', maxlength: '200' })
  private readonly email = make('input', { type: 'email', autocomplete: 'email', maxlength: '254', inputmode: 'email' })
  private readonly wrong = make('p', { class: 'wrong', role: 'alert', hidden: true })
  private readonly form = make('form', { class: 'who', novalidate: true, 'aria-label': 'Who you are', submit: event => { event.preventDefault(); void this.save() } },
    this.words,
    make('div', { class: 'both' }, make('label', {}, 'Name', this.name), make('label', {}, 'Email', this.email)),
    this.wrong,
    make('div', { class: 'pair' },
      make('button', { class: 'btn small', type: 'submit' }, 'Save'),
      make('button', { class: 'btn small', type: 'button', click: () => this.dismiss() }, 'No, thanks')))
  readonly element = make('div', { hidden: true }, make('div', { class: 'who' }, this.offer), this.form)
  private unfolded = false

  constructor(private readonly visit: Visit, private readonly keep: Keep, private readonly done: () => void) {}

  // What stands in the fields goes along with the next message, saved or not.
  get given() {
    if (this.visit.state?.customer.email) return {}
    const name = this.name.value.trim()
    const email = this.email.validity.valid ? this.email.value.trim() : ''
    return { ...(name && { name }), ...(email && { email }) }
  }

  draw(state: State | null, wrote: boolean) {
    const away = state !== null && !state.online
    const show = state !== null && !state.customer.email && !this.keep.flag(away ? 'no mail' : 'no name') && (away || wrote)
    // Nobody loses what they are typing because something changed elsewhere.
    if (!show && this.element.matches(':focus-within') && !state?.customer.email) return
    this.element.hidden = !show
    // While somebody is there it is one quiet line; while nobody is, the address is what the answer needs.
    this.unfolded ||= this.form.matches(':focus-within')
    this.form.hidden = !away && !this.unfolded
    this.offer.parentElement!.hidden = !this.form.hidden
    const words = away ? 'We are away right now and answer by mail. Where may we write to you?'
      : 'With your email we can answer even after you leave.'
    if (this.words.textContent !== words) this.words.textContent = words
    if (state?.customer.name && !this.name.value) this.name.value = state.customer.name
  }

  prefill(name: string, email: string) {
    this.name.value ||= name
    this.email.value ||= email
  }

  private async save() {
    this.say(this.email, '')
    if (!this.email.validity.valid) return this.say(this.email, 'That email address does not look complete.')
    if (!this.name.value.trim() && !this.email.value.trim()) return this.say(this.email, 'Write your name or your email, or choose “No, thanks”.')
    try {
      await this.visit.introduce(this.given)
      this.keep.setFlag('no name', true)
      if (this.email.value) this.keep.setFlag('no mail', true)
      this.element.hidden = this.visit.state?.online !== false || !!this.visit.state.customer.email
      this.done()
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble
      this.say(trouble.field === 'name' ? this.name : this.email, trouble.message)
    }
  }

  private say(field: HTMLInputElement, sentence: string) {
    for (const input of [this.name, this.email]) input.ariaInvalid = 'false'
    this.wrong.textContent = sentence
    this.wrong.hidden = !sentence
    if (sentence) { field.ariaInvalid = 'true'; field.focus() }
  }

  private unfold() {
    this.unfolded = true
    this.draw(this.visit.state, true)
    this.name.focus()
  }

  private dismiss() {
    this.keep.setFlag('no name', true)
    if (this.visit.state?.online === false) this.keep.setFlag('no mail', true)
    this.element.hidden = true
    this.done()
  }
}
