// Takes letters in by SMTP or LMTP. 250 is said only after the program has stored the letter;
// with any trouble of ours the answer is 4xx, and whoever sent the letter keeps it and comes again.
import { Transform } from 'node:stream'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import { complain, why } from '../complain'
import { type Program, Refused } from '../program'

const largest = 50 * 1024 * 1024

/** What keeps it from listening, for whoever runs the machine. */
const closed: Record<string, string> = {
  EADDRINUSE: 'something else listens there. Stop it, perhaps another Rapport, or choose another port',
  EACCES: 'this account may not. Choose a port above 1023, or let it',
  EADDRNOTAVAIL: 'that is no address of this machine. Give one that is',
}

export function listen(address: string, program: Program): SMTPServer {
  const { lmtp, host, port } = whereTo(address)
  const server = new SMTPServer({
    lmtp, size: largest, disabledCommands: ['AUTH', 'STARTTLS'], disableReverseLookup: true, logger: false,
    maxClients: 200, maxRecipients: 1_000, socketTimeout: 5 * 60_000, closeTimeout: 2_000, banner: 'Rapport',
    onData: (letter, session, done) => {
      take(letter, session, lmtp ? 'lmtp' : 'smtp', program).then(
        words => lmtp ? done(null, session.envelope.rcptTo.map(() => words)) : done(null, words),
        trouble => done(answer(trouble)))
    },
  })
  server.on('error', trouble => {
    const { syscall, code } = trouble as NodeJS.ErrnoException
    if (syscall !== 'listen') return complain(`${address}: ${trouble.message}`)
    complain(`Letters cannot be taken in at ${address}, where RAPPORT_SMTP says: ${closed[code ?? ''] ?? trouble.message}.`)
    // Without its listener a mailroom would look well and take nothing in: it ends, and is started again.
    process.exit(69)
  })
  server.listen(port, host)
  return server
}

async function take(letter: SMTPServerDataStream, session: SMTPServerSession, by: 'smtp' | 'lmtp', program: Program): Promise<string> {
  const { mailFrom, rcptTo } = session.envelope
  const bounded = bound(letter)
  try {
    const { id } = await program.deliver(bounded, {
      by, from: mailFrom ? mailFrom.address : '', to: rcptTo.map(to => to.address), at: new Date().toISOString(),
    })
    return `Stored as ${id}`
  } catch (trouble) {
    letter.unpipe(bounded)
    letter.resume() // the rest is read to its end, or the client never hears the answer
    throw letter.sizeExceeded ? new TooMuch() : bounded.errored ?? trouble
  }
}

class TooMuch extends Error {
  constructor() { super(`The letter is larger than ${largest / 1024 / 1024} MB`) }
}

/** Cuts off a letter that is too large while it is still arriving. */
function bound(letter: SMTPServerDataStream): Transform {
  const bounded = new Transform({
    transform: (chunk: Buffer, _, done) => letter.sizeExceeded ? done(new TooMuch()) : done(null, chunk),
  })
  letter.on('error', trouble => bounded.destroy(trouble))
  letter.on('close', () => { if (!letter.readableEnded) bounded.destroy(new Error('The client went away before the letter was whole')) })
  return letter.pipe(bounded)
}

/** What is wrong with the letter itself is final (552); what is wrong with us is not (451, or 452 when there is no room). */
function answer(trouble: unknown): Error & { responseCode: number } {
  if (trouble instanceof TooMuch) return Object.assign(new Error(trouble.message), { responseCode: 552 })
  complain(`could not take in a letter: ${why(trouble)}`)
  const noRoom = trouble instanceof Refused && trouble.status === 507
  return Object.assign(new Error(noRoom ? 'No room at the moment, please come again' : 'Could not store the letter, please come again'), { responseCode: noRoom ? 452 : 451 })
}

function whereTo(address: string): { lmtp: boolean; host: string; port: number } {
  const url = new URL(/^[a-z]+:\/\//i.test(address) ? address : `smtp://${address}`)
  if (url.protocol !== 'smtp:' && url.protocol !== 'lmtp:') throw new Error(`RAPPORT_SMTP takes smtp:// and lmtp://, and not ${url.protocol}//`)
  const lmtp = url.protocol === 'lmtp:'
  return { lmtp, host: url.hostname.replace(/^\[|\]$/g, ''), port: url.port ? Number(url.port) : lmtp ? 24 : 25 }
}
