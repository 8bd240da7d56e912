// Sends one letter, at most once.
import { complain, why } from '../complain'
import type { LetterToSend, Mailbox, Sent } from '../contract'
import { inWords } from '../in-words'
import type { Program } from '../program'
import { compose } from './compose'
import { SentFolder } from './sent-folder'
import { smtp } from './smtp'

interface Refusal extends Error { code?: string; responseCode?: number; response?: string; command?: string }

export async function send(letter: LetterToSend, mailbox: Mailbox, program: Program, tell: (outcome: Sent) => Promise<void>): Promise<Sent | 'told'> {
  const { out } = mailbox
  if (!out) return { outcome: 'later', code: null, words: `No server to send by is set up for ${mailbox.address}` }
  let copies: SentFolder | null = null
  try {
    copies = mailbox.in ? await SentFolder.open(mailbox.in) : null
  } catch (trouble) {
    // Whether an earlier attempt got through is written in Sent alone.
    if (letter.attempt > 1) return { outcome: 'later', code: null, words: `Could not look in Sent whether it had gone out already: ${inWords(trouble, mailbox.in!)}` }
  }
  const carrier = smtp(out)
  try {
    if (letter.attempt > 1 && await copies?.has(letter.message_id))
      return { outcome: 'accepted', code: null, words: 'It had been sent already: it lies in Sent' }
    const raw = await compose(letter, program, out.dkim ?? null)
    const envelope = { from: letter.from.address, to: [...letter.to, ...letter.cc, ...letter.bcc].map(to => to.address) }
    const { response, rejectedErrors } = await carrier.sendMail({ envelope, raw })
    const refused = (rejectedErrors ?? []).map(one => `${one.recipient} was refused: ${one.response ?? one.message}`)
    const sent: Sent = { outcome: 'accepted', code: response.slice(0, 3), words: [response, ...refused].join('. ') }
    // Both at once: each alone is enough to know, after whatever happens next, that it has gone out.
    const [, kept] = await Promise.allSettled([tell(sent), copies?.keep(letter.message_id, raw, new Date(letter.date))])
    if (kept.status === 'rejected') complain(`no copy in Sent: ${why(kept.reason)}`)
    await program.put(`/mailroom/v1/mailboxes/${mailbox.id}/state`, { way: 'out', ok: true, words: response })
      .catch(() => { /* told again with the next letter */ })
    return 'told'
  } catch (trouble) {
    return outcome(trouble as Refusal, out)
  } finally {
    carrier.close()
    await copies?.close().catch(trouble => complain(`Sent: ${why(trouble)}`))
  }
}

function outcome(trouble: Refusal, out: NonNullable<Mailbox['out']>): Sent {
  const words = trouble.response ?? inWords(trouble, out)
  const code = trouble.responseCode?.toString() ?? null
  // The name or the password is the mailbox's trouble and not the letter's.
  if (trouble.code === 'EAUTH') return { outcome: 'later', code, words: inWords(trouble, out) }
  if (trouble.responseCode) return { outcome: trouble.responseCode >= 500 ? 'refused' : 'later', code, words }
  // Handed over, and no answer: it may have arrived. A second one is worse than a question.
  if (trouble.command === 'DATA') return { outcome: 'refused', code, words: `${words}. The connection ended while the letter was being handed over: it may have arrived all the same, so ask before you send it again` }
  if (trouble.code === 'EENVELOPE' || trouble.code === 'EMESSAGE') return { outcome: 'refused', code, words }
  return { outcome: 'later', code, words }
}
