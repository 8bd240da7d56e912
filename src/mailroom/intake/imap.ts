// A connection to an IMAP server.
import { ImapFlow } from 'imapflow'
import type { Server } from '../contract'

export function imap({ host, port, secure, user, auth }: Server): ImapFlow {
  const client = new ImapFlow({
    host, port, secure: secure === 'tls', doSTARTTLS: secure === 'starttls' ? true : secure === 'none' ? false : undefined,
    auth: { user: user ?? '', ...auth?.access_token ? { accessToken: auth.access_token } : { pass: auth?.password ?? '' } },
    logger: false, clientInfo: { name: 'Rapport' }, disableCompression: true,
    connectionTimeout: 20_000, greetingTimeout: 15_000, socketTimeout: 5 * 60_000, autoIdleDelay: 200, maxIdleTime: 4 * 60_000,
    maxLineLength: 64 * 1024 * 1024, maxLiteralSize: 64 * 1024 * 1024, maxResponseSize: 80 * 1024 * 1024,
  })
  // What ends a connection also fails the command under way; without a listener it would end the mailroom.
  client.on('error', () => { /* heard by whoever waits for the command */ })
  return client
}

/** Says good-bye where there is still somebody to hear it. */
export async function leave(client: ImapFlow): Promise<void> {
  try {
    if (client.usable) await Promise.race([client.logout(), new Promise(late => setTimeout(late, 2_000).unref())])
  } catch { /* gone already */ }
  client.close()
}
