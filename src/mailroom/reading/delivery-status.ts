// A mail server's report on a letter of ours (RFC 3464).
import type { DeliveryStatus } from '../contract'
import { Lines } from './head'
import type { Read } from './parts'
import type { Node } from './take-apart'

export function deliveryStatus(letter: Node, parts: Read[]): DeliveryStatus | null {
  const report = parts.find(part => part.type === 'message/delivery-status' || part.type === 'message/global-delivery-status')
  if (!report || !/^multipart\/(report|mixed)$/.test(letter.type)) return null
  const blocks = ascii(report.bytes.subarray(0, 100_000)).split(/\r?\n\s*\r?\n/).map(block => new Lines(block))
  // The first block is about the report, the others about one recipient each; the one that failed is what matters.
  const about = blocks.filter(block => block.first('action') || block.first('status'))
  const of = about.find(block => /^failed/i.test(block.first('action'))) ?? about[0]
  if (!of) return null
  return {
    action: of.first('action').toLowerCase().split(/\s/)[0] || null,
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(of.first('status'))?.[0] ?? null,
    recipient: bare(of.first('original-recipient')) ?? bare(of.first('final-recipient')),
    diagnostic: bare(of.first('diagnostic-code')),
    original_message_id: originalId(letter, parts),
  }
}

/** “rfc822; jo@example.com” without what kind it is. */
function bare(value: string): string | null {
  return value.replace(/^[\w.-]+\s*;\s*/, '').trim().slice(0, 1_000) || null
}

function originalId(letter: Node, parts: Read[]): string | null {
  const returned = parts.find(part => /^(message\/(rfc822|global)|text\/rfc822-headers)$/.test(part.type))
  const head = returned ? ascii(returned.bytes.subarray(0, 100_000)).split(/\r?\n\r?\n/)[0]! : headersAsText(letter)
  return /<[^<>\s]+>/.exec(new Lines(head).first('message-id'))?.[0] ?? null
}

function headersAsText(letter: Node): string {
  return letter.children.find(child => child.type === 'text/rfc822-headers')?.text ?? ''
}

function ascii(bytes: Uint8Array): string { return Buffer.from(bytes).toString('latin1') }
