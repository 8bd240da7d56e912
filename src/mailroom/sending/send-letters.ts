// Takes one answer after another from the program, sends it, and tells what the mail server said.
import { complain, why } from '../complain'
import type { Book } from '../intake/mailboxes'
import { rest, type Stop } from '../pause'
import type { LetterToSend, Sent } from '../contract'
import type { Program } from '../program'
import { send } from './send'

const atOnce = 2

export async function sendLetters(program: Program, mailboxes: Book, stop: Stop): Promise<void> {
  const underWay = new Set<string>()
  // What the program could not be told it may ask for again, and must not get twice.
  const accepted = new Map<string, Sent>()
  await Promise.all(Array.from({ length: atOnce }, () => program.work<LetterToSend>('sending', stop, async letter => {
    // A slow server can outlast the lease; the same letter is not begun a second time meanwhile.
    const gone = accepted.get(letter.id)
    if (gone) return tell(program, letter, gone)
    if (underWay.has(letter.id)) return rest(1_000, stop)
    underWay.add(letter.id)
    try {
      const mailbox = mailboxes(letter.mailbox)
      const sent = mailbox ? await send(letter, mailbox, program, outcome => { accepted.set(letter.id, outcome); return tell(program, letter, outcome) }) : unknown
      if (sent !== 'told') await tell(program, letter, sent)
      if (mailbox && sent !== 'told' && (sent.code || sent.outcome === 'later')) await program.put(`/mailroom/v1/mailboxes/${mailbox.id}/state`, { way: 'out', ok: answers(sent), words: sent.words, refused: /^53[45]$/.test(sent.code ?? '') })
    } finally {
      underWay.delete(letter.id)
    }
  })))
}

/** A server that refuses one letter is well; one that does not answer, or does not let the mailbox in, is not. */
const answers = ({ code }: Sent) => code !== null && !/^(53\d|432|454)$/.test(code)

const unknown: Sent = { outcome: 'later', code: null, words: 'The mailbox to send it from is not known' }

/** What became of a letter has to be known: the program is told until it has heard. */
async function tell(program: Program, letter: LetterToSend, outcome: Sent): Promise<void> {
  for (let failures = 0; ; failures++) {
    try {
      await program.put(`/mailroom/v1/sending/${letter.id}/outcome`, outcome)
      return
    } catch (trouble) {
      complain(`what became of ${letter.id} could not be told: ${why(trouble)}`)
      if (failures === 20) throw trouble
      await rest(Math.min(5_000, 100 * 2 ** failures))
    }
  }
}
