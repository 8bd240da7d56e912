// A connection to the server that sends for a mailbox.
import { createTransport } from 'nodemailer'
import type { OutServer } from '../contract'

export function smtp({ host, port, secure, user, auth }: OutServer) {
  return createTransport({
    host, port, secure: secure === 'tls', requireTLS: secure === 'starttls', ignoreTLS: secure === 'none',
    ...user && auth?.access_token ? { auth: { type: 'OAuth2', user, accessToken: auth.access_token } } : user && auth?.password ? { auth: { user, pass: auth.password } } : {},
    connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 10 * 60_000, dnsTimeout: 10_000,
    disableFileAccess: true, disableUrlAccess: true,
  })
}
