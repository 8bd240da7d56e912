// Whom the customer may ask for, with how long that takes; or somebody else now. It unfolds on a tap, and nobody is asked.
import { Trouble, type People, type State } from './desk'
import { type Visit } from './visit'
import { make } from './words'

export class Person {
  private readonly offer = make('button', { class: 'plain', type: 'button', click: () => void this.unfold() }, 'Ask for somebody you know')
  private readonly list = make('div', { class: 'who', hidden: true, role: 'group', 'aria-label': 'Whom you know here' })
  private readonly wrong = make('p', { class: 'wrong', role: 'alert', hidden: true })
  readonly element = make('div', { hidden: true }, make('div', { class: 'who' }, this.offer), this.list, this.wrong)

  constructor(private readonly visit: Visit, private readonly done: () => void) {}

  // There is somebody to ask for when another than the one who is there has written in this chat.
  draw(state: State | null) {
    const names = new Set(state?.messages.filter(message => message.from === 'desk').map(message => message.name))
    names.delete(state?.name ?? '')
    const fits = !!state?.conversation && state.conversation.status === 'open' && (names.size > 0 || !this.list.hidden)
    if (fits || !this.element.matches(':focus-within')) this.element.hidden = !fits
  }

  private async unfold() {
    try { this.show(await this.visit.people()) } catch (trouble) { this.refuse(trouble) }
  }

  private show(people: People) {
    this.offer.parentElement!.hidden = true
    this.wrong.hidden = true
    this.list.hidden = false
    const back = make('button', { class: 'btn small', type: 'button', click: () => this.fold() }, 'No, thanks')
    if (people.waits_for) this.list.replaceChildren(
      make('p', {}, `You wait for ${people.waits_for}.`),
      make('div', { class: 'pair' }, make('button', { class: 'btn small', type: 'button', click: () => void this.ask(null) }, 'Somebody else now'), back))
    else this.list.replaceChildren(
      ...people.people.flatMap(person => {
        const says = make('p', { role: 'status' }, person.says)
        const isIn = make('button', { class: 'btn small', type: 'button', click: () => void this.isIn(person.id, says) }, `Is ${person.name} in?`)
        return [says, make('div', { class: 'pair' }, ...(person.possible ? [make('button', { class: 'btn small', type: 'button', click: () => void this.ask(person.id) }, `Ask for ${person.name}`)] : []), isIn)]
      }),
      ...this.other(people),
      ...(people.people.length ? [] : [make('p', {}, 'There is nobody to ask for right now. Whoever is free first answers you.')]), make('div', { class: 'pair' }, back))
    this.list.querySelector('button')?.focus()
    this.done()
  }

  // The other way, with its own honest time.
  private other(people: People) {
    if (!people.first_free) return []
    const says = make('p', { role: 'status' }, people.took_first_free ? `${people.first_free} That is what you chose.` : people.first_free)
    return people.took_first_free ? [says] : [says, make('div', { class: 'pair' }, make('button', { class: 'btn small', type: 'button', click: () => void this.takeFirstFree() }, 'Not a particular person'))]
  }

  private async takeFirstFree() {
    try {
      await this.visit.firstFree()
      this.fold()
    } catch (trouble) { this.refuse(trouble) }
  }

  private async ask(person: string | null) {
    try {
      await this.visit.ask(person)
      this.fold()
    } catch (trouble) { this.refuse(trouble) }
  }

  private async isIn(person: string, place: HTMLElement) {
    try { place.textContent = (await this.visit.isIn(person)).says } catch (trouble) { this.refuse(trouble) }
  }

  private fold() {
    this.list.hidden = this.wrong.hidden = true
    this.offer.parentElement!.hidden = false
    this.offer.focus()
    this.done()
  }

  private refuse(trouble: unknown) {
    if (!(trouble instanceof Trouble)) throw trouble
    this.wrong.textContent = trouble.message
    this.wrong.hidden = false
    this.done()
  }
}
