// The top of a letter: who, to whom, about what.
import addressparser from 'nodemailer/lib/addressparser'
import type { Address, Head } from '../contract'
import { MostAddresses } from './limits'
import { decodeWords } from './words'

/** Those that the program's manners need: who must not be answered by a machine. */
const kept = [
  'auto-submitted', 'precedence', 'list-id', 'list-unsubscribe', 'x-auto-response-suppress', 'x-autoreply', 'x-autorespond', 'return-path', 'x-loop', 'content-type',
  'delivered-to', 'x-original-to', 'x-failed-recipients', 'feedback-id', 'importance', 'disposition-notification-to',
]

/** Whether there is a header at all: what somebody pipes in may be words alone. A broken line on top of one is no reason to lose it. */
export function beginsWithHead(raw: Uint8Array): boolean {
  const top = Buffer.from(raw.subarray(0, 65_536)).toString('latin1').split(/\r\n\r\n|\n\n|\r\r/)[0]!
  return top.trim() === '' || /^(?:>?From |[!-9;-~]+[ \t]*:)/.test(top) || /^(?:from|to|subject|date|received|return-path|message-id|mime-version|content-type):/im.test(top)
}

/** The header's lines as they were written, unfolded, by name; the first of each comes first. */
export class Lines {
  private readonly lines = new Map<string, string[]>()

  /** @param raw The header as latin1, so that no byte is lost. */
  constructor(raw: string) {
    for (const line of raw.split(/\r\n(?![ \t])|\n(?![ \t])|\r(?![\n \t])/)) {
      const colon = line.indexOf(':')
      if (colon < 1) continue
      const name = line.slice(0, colon).trim().toLowerCase()
      const value = line.slice(colon + 1).replace(/[\r\n]+[ \t]?/g, ' ').trim()
      const same = this.lines.get(name)
      if (same) same.push(value)
      else this.lines.set(name, [value])
    }
  }

  first(name: string): string { return this.lines.get(name)?.find(value => value !== '') ?? '' }

  all(name: string): string[] { return this.lines.get(name) ?? [] }
}

export function readHead(lines: Lines): Head {
  return {
    from: addresses(lines, 'from'), to: addresses(lines, 'to'), cc: addresses(lines, 'cc'), bcc: addresses(lines, 'bcc'),
    reply_to: addresses(lines, 'reply-to'), sender: addresses(lines, 'sender'),
    subject: oneLine(decodeWords(lines.first('subject'))).slice(0, 2_000),
    date: date(lines.first('date')),
    message_id: ids(lines.first('message-id'))[0] ?? null,
    in_reply_to: ids(lines.first('in-reply-to')).slice(0, 20),
    references: ends(ids(lines.all('references').join(' ')), 100),
    headers: Object.fromEntries(kept.flatMap(name => lines.first(name) ? [[name, oneLine(decodeWords(lines.first(name))).slice(0, 1_000)]] : [])),
    authentication_results: lines.all('authentication-results').slice(0, 10).map(line => oneLine(line).slice(0, 2_000)),
  }
}

/** Names are decoded after the list is taken apart: an encoded comma is part of a name. */
export function addresses(lines: Lines, name: string): Address[] {
  const raw = lines.all(name).join(', ').slice(0, 200_000)
  return addressparser(raw, { flatten: true }).slice(0, MostAddresses).flatMap(one => {
    let address = oneLine(decodeWords(one.address)).slice(0, 1_000).replace(/\s+/g, '')
    let called = oneLine(decodeWords(one.name)).slice(0, 1_000).replace(/^['"]+|['"]+$/g, '').trim()
    // Some write the whole of it as an encoded word.
    const inside = /^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$/.exec(called)
    if (!address && inside) [called, address] = [inside[1]!.trim(), inside[2]!]
    if (!address && /^\S+@\S+$/.test(called)) [called, address] = ['', called]
    return address || called ? [{ name: called.slice(0, 500), address: address.slice(0, 320) }] : []
  })
}

/** What stands in angle brackets; without them, each word. */
function ids(raw: string): string[] {
  const text = raw.slice(0, 100_000)
  const found = text.match(/<[^<>\s]{1,998}>/g)
  return found ?? text.split(/[\s,;]+/).filter(id => id.includes('@') && !/[<>"()]/.test(id)).map(id => `<${id}>`)
}

/** The first and the last ones: the beginning of a thread, and what was answered. */
function ends(all: string[], most: number): string[] {
  return all.length <= most ? all : [all[0]!, ...all.slice(1 - most)]
}

/** A date that somebody could have meant, as the program writes times; null otherwise. */
function date(raw: string): string | null {
  const text = raw.slice(0, 200).replace(/\([^()]*\)/g, ' ').replace(/\s+/g, ' ').trim()
  const at = new Date(/[+-]\d{4}|GMT|UT|Z|[ECMP][SD]T/.test(text) ? text : `${text} +0000`)
  if (!/\b\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}\b|\b[a-z]{3,9} \d{1,2},? .*\d{4}\b|\b\d{4}-\d\d-\d\d/i.test(text)) return null // V8 makes a date of nearly anything
  const year = at.getUTCFullYear()
  return year >= 1970 && year < 2200 ? at.toISOString() : null
}

function oneLine(text: string): string { return text.replace(/[\r\n\t]+/g, ' ').trim() }
