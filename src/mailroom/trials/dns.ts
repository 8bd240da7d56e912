// The servers that a domain names in its SRV records (RFC 6186, RFC 8314).
import { promises } from 'node:dns'
import type { Found } from '../contract'

export const resolver = new promises.Resolver({ timeout: 3_000, tries: 2 })
if (process.env['RAPPORT_DNS']) resolver.setServers([process.env['RAPPORT_DNS']])

export async function fromDns(domain: string, address: string): Promise<Found | null> {
  const [imaps, imap, submissions, submission] = await Promise.all(['_imaps', '_imap', '_submissions', '_submission'].map(name => srv(`${name}._tcp.${domain}`)))
  const incoming = imaps ? { ...imaps, secure: 'tls' as const, user: address } : imap ? { ...imap, secure: 'starttls' as const, user: address } : null
  const outgoing = submissions ? { ...submissions, secure: 'tls' as const, user: address } : submission ? { ...submission, secure: 'starttls' as const, user: address } : null
  return incoming || outgoing ? { in: incoming, out: outgoing } : null
}

async function srv(name: string): Promise<{ host: string; port: number } | null> {
  try {
    const all = await resolver.resolveSrv(name)
    const best = all.sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0]
    // A single dot says that there is no such service.
    return best && best.name !== '' && best.name !== '.' ? { host: best.name, port: best.port } : null
  } catch {
    return null
  }
}
