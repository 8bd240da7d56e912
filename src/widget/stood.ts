// Once the matter is done: a line that lets whoever wants to tell us, in their own words, what stood out. Nobody is asked twice.
import { Trouble, type State } from './desk'
import { type Keep } from './keep'
import { type Visit } from './visit'
import { make } from './words'

export class Stood {
  private readonly offer = make('div', { class: 'ask-who' },
    make('button', { class: 'plain', type: 'button', click: () => this.unfold() }, 'Something stood out? Tell us'),
    make('button', { class: 'btn small', type: 'button', click: () => this.dismiss() }, 'No, thanks'))
  private readonly text = make('input', { type: 'text', maxlength: '1000', autocomplete: 'off' })
  private readonly wrong = make('p', { class: 'wrong', role: 'alert', hidden: true })
  private readonly form = make('form', { class: 'who', novalidate: true, hidden: true, 'aria-label': 'What stood out', submit: event => { event.preventDefault(); void this.tell() } },
    make('label', {}, 'What stood out, in a few words', this.text), this.wrong,
    make('div', { class: 'pair' },
      make('button', { class: 'btn small', type: 'submit' }, 'Tell'),
      make('button', { class: 'btn small', type: 'button', click: () => this.dismiss() }, 'No, thanks')))
  private readonly thanks = make('p', { class: 'note', role: 'status', hidden: true })
  readonly element = make('div', { hidden: true }, make('div', { class: 'who' }, this.offer), this.form, this.thanks)

  constructor(private readonly visit: Visit, private readonly keep: Keep, private readonly done: () => void) {}

  draw(state: State | null) {
    const asked = !!state?.conversation && this.keep.flag(this.flag(state))
    const fits = state?.conversation?.status === 'resolved' && !asked && state.messages.some(message => message.from === 'desk')
    // Nobody loses what they are typing because something changed elsewhere.
    if (fits || !this.element.matches(':focus-within')) this.element.hidden = !fits && this.thanks.hidden
  }

  private flag(state: State) { return `told ${state.conversation!.number}` }

  private unfold() {
    this.offer.parentElement!.hidden = true
    this.form.hidden = false
    this.text.focus()
  }

  private async tell() {
    const words = this.text.value.trim()
    if (!words) return this.text.focus()
    try {
      await this.visit.tell(words)
      this.thanks.textContent = 'Thank you. It goes to the people who helped you.'
      this.thanks.hidden = false
      this.close()
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble
      this.wrong.textContent = trouble.message
      this.wrong.hidden = false
      this.text.focus()
    }
  }

  private dismiss() {
    this.close()
    this.element.hidden = true
  }

  private close() {
    const { state } = this.visit
    if (state?.conversation) this.keep.setFlag(this.flag(state), true)
    this.offer.parentElement!.hidden = this.form.hidden = true
    this.done()
  }
}
