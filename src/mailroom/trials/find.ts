// Finds the servers of a mail address: what its domain says itself first, then what is known, then what is usual.
import type { Found, Step } from '../contract'
import { fromAutoconfig } from './autoconfig'
import { fromDns } from './dns'
import { known } from './known'
import { usual } from './usual'

const ways: [what: string, look: (domain: string, address: string) => Promise<Found | null>][] = [
  ['Ask whose mail servers the domain uses', known],
  ['Look for the domain’s SRV records', fromDns],
  ['Look for the domain’s autoconfig file', fromAutoconfig],
  ['Try the usual names', usual],
]

export async function find(address: string, steps: Step[]): Promise<Found | undefined> {
  const domain = address.split('@')[1]?.trim().toLowerCase() ?? ''
  if (!/^[\p{L}\p{N}]([\p{L}\p{N}.-]{0,251}[\p{L}\p{N}])?$/u.test(domain)) {
    steps.push({ what: 'Read the address', ok: false, words: `${address.slice(0, 100)} is no mail address` })
    return undefined
  }
  let found: Found = { in: null, out: null }
  for (const [what, look] of ways) {
    const seen = await look(domain, address).catch(() => null)
    found = { in: found.in ?? seen?.in ?? null, out: found.out ?? seen?.out ?? null }
    steps.push({ what, ok: seen !== null, words: seen ? inSum(seen) : 'Nothing found' })
    if (found.in && found.out) break
  }
  return found.in ?? found.out ? found : undefined
}

function inSum(found: Found): string {
  return [found.in && `receives at ${found.in.host}, port ${found.in.port}`, found.out && `sends by ${found.out.host}, port ${found.out.port}`].filter(Boolean).join('; ')
}
