// A few providers serve most domains and name no servers in them; the domain's MX records tell whose it is.
import type { Found } from '../contract'
import { resolver } from './dns'

const providers: [mx: RegExp, imap: string, smtp: string, port: 465 | 587][] = [
  [/(^|\.)(google|googlemail)\.com$/, 'imap.gmail.com', 'smtp.gmail.com', 465],
  [/(^|\.)(mail\.protection\.)?outlook\.com$/, 'outlook.office365.com', 'smtp.office365.com', 587],
  [/(^|\.)hotmail\.com$/, 'outlook.office365.com', 'smtp.office365.com', 587],
  [/(^|\.)icloud\.com$/, 'imap.mail.me.com', 'smtp.mail.me.com', 587],
  [/(^|\.)yahoodns\.net$/, 'imap.mail.yahoo.com', 'smtp.mail.yahoo.com', 465],
  [/(^|\.)messagingengine\.com$/, 'imap.fastmail.com', 'smtp.fastmail.com', 465],
  [/(^|\.)zoho\.(com|eu)$/, 'imap.zoho.com', 'smtp.zoho.com', 465],
  [/(^|\.)gmx\.net$/, 'imap.gmx.net', 'mail.gmx.net', 587],
  [/(^|\.)web\.de$/, 'imap.web.de', 'smtp.web.de', 587],
  [/(^|\.)kundenserver\.de$/, 'imap.ionos.de', 'smtp.ionos.de', 587],
  [/(^|\.)mail\.ovh\.net$/, 'ssl0.ovh.net', 'ssl0.ovh.net', 465],
]

export async function known(domain: string, address: string): Promise<Found | null> {
  const servers = (await resolver.resolveMx(domain)).sort((a, b) => a.priority - b.priority).map(mx => mx.exchange.toLowerCase().replace(/\.$/, ''))
  const one = providers.find(([mx]) => servers.some(server => mx.test(server)))
  if (!one) return null
  const [, imap, smtp, port] = one
  return { in: { host: imap, port: 993, secure: 'tls', user: address }, out: { host: smtp, port, secure: port === 465 ? 'tls' : 'starttls', user: address } }
}
