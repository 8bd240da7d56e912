// Where nothing is written down: mail servers are usually called so, and answer or do not.
import { connect } from 'node:net'
import type { Found } from '../contract'
import { resolver } from './dns'

export async function usual(domain: string, address: string): Promise<Found | null> {
  const mx = (await resolver.resolveMx(domain).catch(() => []))[0]?.exchange
  const incoming = await first([`imap.${domain}`, `mail.${domain}`, ...mx ? [mx] : []], [993, 143])
  const outgoing = await first([`smtp.${domain}`, `mail.${domain}`, ...mx ? [mx] : []], [465, 587])
  if (!incoming && !outgoing) return null
  return {
    in: incoming && { ...incoming, secure: incoming.port === 993 ? 'tls' : 'starttls', user: address },
    out: outgoing && { ...outgoing, secure: outgoing.port === 465 ? 'tls' : 'starttls', user: address },
  }
}

async function first(hosts: string[], ports: number[]): Promise<{ host: string; port: number } | null> {
  const all = hosts.flatMap(host => ports.map(port => ({ host, port })))
  const answers = await Promise.all(all.map(({ host, port }) => answersAt(host, port)))
  return all.find((_, at) => answers[at]) ?? null
}

function answersAt(host: string, port: number): Promise<boolean> {
  return new Promise(done => {
    const socket = connect({ host, port, timeout: 3_000 })
    const end = (yes: boolean) => { socket.destroy(); done(yes) }
    socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false))
  })
}
