// Sends one letter, at most once.
import { Readable } from 'node:stream'
import { complain, why } from '../complain'
import type { LetterToSend, Mailbox, Sent } from '../contract'
import { inWords } from '../in-words'
import type { Program } from '../program'
import { compose } from './compose'
import { SentFolder } from './sent-folder'
import { smtp } from './smtp'

interface Refusal extends Error { code?: string; responseCode?: number; response?: string; command?: string }

/** A second copy is worse than a question. */
const unsure = 'it may have arrived all the same, so ask before you send it again'
const interrupted = `Sending it was interrupted: ${unsure}`

export async function send(letter: LetterToSend, mailbox: Mailbox, program: Program, tell: (outcome: Sent) => Promise<void>): Promise<Sent | 'told'> {
  const { out } = mailbox
  if (!out) return { outcome: 'later', code: null, words: `No server to send by is set up for ${mailbox.address}` }
  let copies: SentFolder | null = null
  try {
    copies = mailbox.in ? await SentFolder.open(mailbox.in, out) : null
  } catch (trouble) {
    // Whether an earlier attempt got through is written in Sent alone.
    if (letter.attempt > 1) return { outcome: 'later', code: null, words: `Could not look in Sent whether it had gone out already: ${inWords(trouble, mailbox.in!)}` }
  }
  const carrier = smtp(out)
  let handedOver = false
  try {
    const before = letter.attempt > 1 && await copies?.find(letter.message_id)
    if (before === 'sent') return { outcome: 'accepted', code: null, words: 'It had been sent already: it lies in Sent' }
    if (before === 'begun') return { outcome: 'refused', code: null, words: interrupted }
    const raw = await compose(letter, program, out.dkim ?? null)
    const envelope = { from: letter.from.address, to: [...letter.to, ...letter.cc, ...letter.bcc].map(to => to.address) }
    await copies?.begin(raw, new Date(letter.date))
    const body = Readable.from([raw]).once('end', () => { handedOver = true })
    const { response, rejectedErrors } = await carrier.sendMail({ envelope, raw: body })
    const refused = (rejectedErrors ?? []).map(one => `${one.recipient} was refused: ${one.response ?? one.message}`)
    // The others have it; whom it was written to has not.
    const lost = (rejectedErrors ?? []).some(one => one.recipient?.toLowerCase() === letter.to[0]?.address.toLowerCase())
    const sent: Sent = lost
      ? { outcome: 'refused', code: null, words: refused.join('. ') }
      : { outcome: 'accepted', code: response.slice(0, 3), words: [response, ...refused].join('. ') }
    // Both at once: each alone is enough to know, after whatever happens next, that it has gone out.
    const [, kept] = await Promise.allSettled([tell(sent), copies?.accepted(letter.message_id, raw, new Date(letter.date))])
    if (kept.status === 'rejected') complain(`no copy in Sent: ${why(kept.reason)}`)
    await program.put(`/mailroom/v1/mailboxes/${mailbox.id}/state`, { way: 'out', ok: true, words: response })
      .catch(() => { /* told again with the next letter */ })
    return 'told'
  } catch (trouble) {
    const said = outcome(trouble as Refusal, out, handedOver)
    if (!said.words.includes(unsure)) await copies?.withdraw().catch(left => complain(`Sent: ${why(left)}`))
    return said
  } finally {
    carrier.close()
    await copies?.close().catch(trouble => complain(`Sent: ${why(trouble)}`))
  }
}

function outcome(trouble: Refusal, out: NonNullable<Mailbox['out']>, handedOver: boolean): Sent {
  const words = trouble.response ?? inWords(trouble, out)
  const code = trouble.responseCode?.toString() ?? null
  // The name or the password is the mailbox's trouble and not the letter's.
  if (trouble.code === 'EAUTH') return { outcome: 'later', code, words: inWords(trouble, out) }
  // So is a connection that is not as safe as it was set up to be.
  if (trouble.code === 'ETLS') return { outcome: 'later', code: null, words: inWords(trouble, out) }
  if (trouble.responseCode) return { outcome: trouble.responseCode >= 500 ? 'refused' : 'later', code, words }
  // Handed over, and no answer: it may have arrived. A second one is worse than a question.
  if (handedOver && trouble.code !== 'EENVELOPE' && trouble.code !== 'EMESSAGE') return { outcome: 'refused', code, words: `${words}. The connection ended while the letter was being handed over: ${unsure}` }
  if (trouble.code === 'EENVELOPE' || trouble.code === 'EMESSAGE') return { outcome: 'refused', code, words }
  return { outcome: 'later', code, words }
}
