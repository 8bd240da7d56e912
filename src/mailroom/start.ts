// Starts everything the mailroom does, and ends it all when the program ends.
import { complain } from './complain'
import { followMailboxes } from './intake/mailboxes'
import { listen } from './intake/listen'
import { Program } from './program'
import { readLetters } from './reading/read-letters'
import { sendLetters } from './sending/send-letters'
import { tryOut } from './trials/try-out'

function needed(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set. The program starts the mailroom; it is not started by hand.`)
  return value
}

export function start() {
  const program = new Program(needed('RAPPORT_MAILROOM_PROGRAM').replace(/\/$/, ''), needed('RAPPORT_MAILROOM_SECRET'))
  const over = new AbortController()
  const listening = (process.env['RAPPORT_SMTP'] ?? '').split(',').map(address => address.trim()).filter(Boolean)
    .map(address => listen(address, program))

  const end = () => {
    if (over.signal.aborted) return
    over.abort()
    for (const listener of listening) listener.close()
    // A letter that is being handed over now is given two seconds; whoever sent it keeps it otherwise.
    setTimeout(() => process.exit(0), 2_000).unref()
  }
  // When the program ends, however it ends, this pipe closes.
  process.stdin.on('end', end).on('close', end).on('error', end).resume()
  process.on('SIGTERM', end).on('SIGINT', end)
  process.on('unhandledRejection', trouble => complain(`unexpected: ${trouble instanceof Error ? trouble.stack : String(trouble)}`))

  const { signal } = over
  void Promise.all([
    readLetters(program, signal),
    followMailboxes(program, signal, mailboxes => sendLetters(program, mailboxes, signal)),
    tryOut(program, signal),
  ]).then(() => process.exit(0))
}
