// The file in which many providers describe their servers, in the places where mail programs look for it.
import type { Found } from '../contract'
import { fetched } from './public-web'

const longest = 100_000
type Secure = 'tls' | 'starttls' | 'none'

export async function fromAutoconfig(domain: string, address: string): Promise<Found | null> {
  const safe = 'https:'
  const places = [
    `${safe}//autoconfig.${domain}/mail/config-v1.1.xml?emailaddress=${encodeURIComponent(address)}`,
    `${safe}//${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
  ]
  for (const place of places) {
    const file = await fetched(place, longest).catch(() => null)
    const found = file && readAutoconfig(file, address)
    if (found) return found
  }
  return null
}

export function readAutoconfig(file: string, address: string): Found | null {
  const incoming = best(file, 'incomingServer', 'imap', address)
  const outgoing = best(file, 'outgoingServer', 'smtp', address)
  return incoming || outgoing ? { in: incoming, out: outgoing } : null
}

function best(file: string, element: string, type: string, address: string): { host: string; port: number; secure: Secure; user: string } | null {
  const servers = [...file.matchAll(new RegExp(`<${element}\\s[^>]{0,200}type=["']${type}["'][^>]{0,200}>([^]{0,4000}?)</${element}>`, 'g'))].flatMap(([, inside]) => {
    const value = (name: string) => new RegExp(`<${name}>\\s*([^<]{1,300}?)\\s*</${name}>`).exec(inside!)?.[1] ?? ''
    const secure: Secure = value('socketType') === 'SSL' ? 'tls' : value('socketType') === 'STARTTLS' ? 'starttls' : 'none'
    const host = filled(value('hostname'), address), port = Number(value('port'))
    return host && port > 0 && port < 65_536 ? [{ host, port, secure, user: filled(value('username'), address) || address }] : []
  })
  const order: Secure[] = ['tls', 'starttls', 'none']
  return servers.sort((a, b) => order.indexOf(a.secure) - order.indexOf(b.secure))[0] ?? null
}

function filled(value: string, address: string): string {
  const [local = '', domain = ''] = address.split('@')
  return value.replace(/%EMAILADDRESS%/g, address).replace(/%EMAILLOCALPART%/g, local).replace(/%EMAILDOMAIN%/g, domain)
}
