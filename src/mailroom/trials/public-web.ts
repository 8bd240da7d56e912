// Fetches a file from an address that somebody has typed in: over https, from the whole internet and not from the house's own network.
import { lookup } from 'node:dns'
import { get } from 'node:https'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

const hops = 3, patience = 5_000

const inside = new BlockList()
for (const [net, bits] of [['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 3]] as const) inside.addSubnet(net, bits, 'ipv4')
// Those that carry an IPv4 address inside, or are for examples.
for (const [net, bits] of [['2001::', 32], ['2001:db8::', 32], ['2002::', 16]] as const) inside.addSubnet(net, bits, 'ipv6')
const general = new BlockList()
general.addSubnet('2000::', 3, 'ipv6')

export const isPublic = (address: string): boolean => isIPv6(address) && !address.includes('%') ? general.check(address, 'ipv6') && !inside.check(address, 'ipv6') : isIP(address) === 4 && !inside.check(address, 'ipv4')

/** The name is looked up once, and what was looked at is what is called. All of it must be public: whoever answers with both means no good. */
const publicLookup: LookupFunction = (name, options, called) => lookup(name, { ...options, all: true }, (trouble, found) => {
  if (!trouble && found.length > 0 && found.every(one => isPublic(one.address))) options.all ? called(null, found) : called(null, found[0]!.address, found[0]!.family)
  else called(trouble ?? new Error(`${name} is not called: its address is not public`), '', 0)
})

/** Null where there is nothing to be had. Where an answer points to is looked at the same way. */
export async function fetched(place: string, longest: number): Promise<string | null> {
  const stop = AbortSignal.timeout(patience)
  for (let hop = 0, at = new URL(place); hop <= hops; hop++) {
    if (at.protocol !== 'https:' || at.port !== '' || at.username !== '' || isIP(at.hostname.replace(/^\[|\]$/g, '')) !== 0) return null
    const said = await ask(at, longest, stop)
    if (typeof said !== 'object') return said
    at = said.to
  }
  return null
}

function ask(at: URL, longest: number, stop: AbortSignal): Promise<string | { to: URL }> {
  return new Promise((done, failed) => {
    get(at, { lookup: publicLookup, agent: false, signal: stop }, answer => {
      const { statusCode = 0, headers: { location } } = answer
      answer.on('error', failed)
      if (statusCode >= 300 && statusCode < 400 && location && URL.canParse(location, at.href)) done({ to: new URL(location, at) })
      else if (statusCode === 200) {
        let text = ''
        answer.setEncoding('utf8').on('end', () => done(text)).on('data', (chunk: string) => {
          text += chunk
          if (text.length > longest) answer.destroy(new Error('This file is too long'))
        })
        return
      } else failed(new Error(`Answered with ${statusCode}`))
      answer.destroy()
    }).on('error', failed)
  })
}
