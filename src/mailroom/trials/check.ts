// Signs in on both servers, sends a letter from the mailbox to itself, and waits until it is there.
import { randomUUID } from 'node:crypto'
import type { ImapFlow } from 'imapflow'
import type { InServer, OutServer, Step, Trial } from '../contract'
import { inWords } from '../in-words'
import { imap, leave } from '../intake/imap'
import { rest, type Stop, within } from '../pause'
import { smtp } from '../sending/smtp'

const patience = 30_000

export async function check(trial: Trial, steps: Step[], stop: Stop): Promise<void> {
  const client = trial.in ? await signIn(trial.in, steps) : null
  try {
    const id = trial.out ? await sendToItself(trial.out, trial.address, steps) : null
    if (client && id) await waitFor(client, trial.in!, id, steps, stop)
  } finally {
    if (client) await leave(client)
  }
}

async function signIn(server: InServer, steps: Step[]): Promise<ImapFlow | null> {
  const client = imap(server)
  const signedIn = await step(steps, `Sign in at ${server.host}`, server, async () => {
    await within(patience, `${server.host} does not answer in time`, client.connect())
    return client.secureConnection ? 'Signed in, over an encrypted connection' : 'Signed in. The connection is not encrypted'
  })
  if (!signedIn) { client.close(); return null }
  for (const name of server.folders.length > 0 ? server.folders : ['INBOX']) {
    await step(steps, `Open ${name}`, server, async () => {
      const { exists } = await client.mailboxOpen(name, { readOnly: true })
      return `${exists} ${exists === 1 ? 'letter is' : 'letters are'} in it`
    })
  }
  return client
}

async function sendToItself(server: OutServer, address: string, steps: Step[]): Promise<string | null> {
  const carrier = smtp(server)
  const id = `<trial-${randomUUID()}@${address.split('@')[1] ?? 'localhost'}>`
  try {
    const ready = await step(steps, `Sign in at ${server.host} to send`, server, async () => { await carrier.verify(); return 'Ready to send' })
    if (!ready) return null
    const sent = await step(steps, `Send a letter from ${address} to itself`, server, async () => (await carrier.sendMail({
      from: address, to: address, subject: 'Rapport is trying out this mailbox', messageId: id,
      text: 'This letter shows that the mailbox can send and receive. Nobody needs to answer it.',
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'X-Loop': 'rapport-trial' },
    })).response)
    return sent ? id : null
  } finally {
    carrier.close()
  }
}

async function waitFor(client: ImapFlow, server: InServer, id: string, steps: Step[], stop: Stop): Promise<void> {
  const begun = Date.now()
  await step(steps, 'Wait until it arrives', server, async () => {
    while (Date.now() - begun < patience && !stop.aborted) {
      for (const name of server.folders.length > 0 ? server.folders : ['INBOX']) {
        const lock = await client.getMailboxLock(name, { readOnly: true })
        try {
          const found = await client.search({ header: { 'message-id': id } }, { uid: true })
          if (found && found.length > 0) return `It is there, after ${Math.max(1, Math.round((Date.now() - begun) / 1000))} s`
        } finally {
          lock.release()
        }
      }
      await rest(500, stop)
    }
    throw new Error(`It was sent, and was not there after ${patience / 1000} s. It may come later, or lie in another folder`)
  })
}

async function step(steps: Step[], what: string, server: InServer | OutServer, does: () => Promise<string>): Promise<boolean> {
  try {
    steps.push({ what, ok: true, words: await does() })
    return true
  } catch (trouble) {
    steps.push({ what, ok: false, words: inWords(trouble, server) })
    return false
  }
}
