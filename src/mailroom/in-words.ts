// What went wrong between us and a mail server, for people: first what it means, then the server's own words.
import type { Auth } from './contract'

interface Trouble extends Error {
  code?: string
  responseText?: string
  response?: unknown
  responseCode?: number
  authenticationFailed?: boolean
  serverResponseCode?: string
  hostname?: string
}

export function inWords(trouble: unknown, { host, port, auth }: { host: string; port: number; auth?: Auth | null }): string {
  const { code = '', message = String(trouble), ...rest } = named(trouble)
  const where = `${host}, port ${port}`
  if (rest.authenticationFailed || code === 'EAUTH') return auth?.access_token
    ? said(`${host} does not accept the sign-in any more; sign in again`, rest)
    : said(`${host} does not accept the name or the password`, rest)
  switch (code) {
    case 'ENOTFOUND': case 'EAI_AGAIN': case 'EDNS': return `No server called ${host} was found`
    case 'ECONNREFUSED': return `Nothing answers at ${where}`
    case 'ETIMEDOUT': case 'CONNECT_TIMEOUT': case 'UPGRADE_TIMEOUT': case 'GREETING_TIMEOUT': return `${where} does not answer in time`
    case 'ECONNRESET': case 'EPIPE': case 'NoConnection': case 'EConnectionClosed': case 'ClosedAfterConnectText': case 'ClosedAfterConnectTLS': case 'ECONNECTION': return said(`${host} ended the connection`, rest, message)
    case 'CERT_HAS_EXPIRED': return `The certificate of ${host} has expired`
    case 'DEPTH_ZERO_SELF_SIGNED_CERT': case 'SELF_SIGNED_CERT_IN_CHAIN': case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE': case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `The certificate of ${host} was not issued by anybody this machine trusts`
    case 'ERR_TLS_CERT_ALTNAME_INVALID': return `The certificate that answers at ${where} is for another name`
    case 'ERR_SSL_WRONG_VERSION_NUMBER': case 'EPROTO': return `${where} does not speak TLS at once; try STARTTLS`
    case 'ETLS': return said(`${host} offers no STARTTLS`, rest, message)
  }
  return said(message, rest)
}

/** Where a library puts a code of its own in the place of what OpenSSL found, its words are left. */
const distrust: [RegExp, string][] = [
  [/unable to verify the first certificate/, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'], [/unable to get (local )?issuer certificate/, 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  [/self.signed certificate/, 'DEPTH_ZERO_SELF_SIGNED_CERT'], [/certificate has expired/, 'CERT_HAS_EXPIRED'], [/does not match certificate's altnames/, 'ERR_TLS_CERT_ALTNAME_INVALID'],
]

/** Whether the server does not take the password or the token. */
export function isRefused(trouble: unknown): boolean {
  const { code, authenticationFailed } = named(trouble)
  return authenticationFailed === true || code === 'EAUTH'
}

function named(trouble: unknown): Trouble {
  const { name, message, code, responseText, response, responseCode, authenticationFailed, cause } = trouble as Trouble
  const inner = cause && typeof cause === 'object' ? cause as Trouble : null
  const untrusted = distrust.find(([words]) => words.test(message))?.[1]
  return { name, message, code: untrusted ?? /\bE[A-Z]{4,}\b/.exec(code === 'ESOCKET' || code === undefined ? message : '')?.[0] ?? code ?? inner?.code, responseText, response, responseCode, authenticationFailed }
}

/** With the server's own words, where it had any. */
function said(words: string, { responseText, response }: Partial<Trouble>, otherwise = ''): string {
  const own = responseText ?? (typeof response === 'string' ? response : otherwise)
  return own && !words.includes(own) ? `${words} (${own.replace(/\s+/g, ' ').trim().slice(0, 300)})` : words
}
