// What comes with a letter: files, forwarded letters, invitations, signatures.
import type { Part, PartKind } from '../contract'
import { Lines } from './head'
import { safeName } from './names'
import type { Node } from './take-apart'
import { readTnef } from './tnef'

export interface Read extends Part { bytes: Uint8Array<ArrayBuffer> }

export function partsOf(letter: Node): Read[] {
  const found: Read[] = []
  const add = (node: Node, related: boolean) => {
    const bytes = node.bytes
    if (bytes) {
      const lines = new Lines(node.head)
      const content = /<?([^<>\s]+)>?/.exec(lines.first('content-id'))?.[1] ?? null
      const n = found.length + 1
      found.push({
        n, bytes, name: safeName(node.name || subjectOf(node), node.type, n), type: node.type, size: bytes.length, content_id: content,
        inline: content !== null && (related || node.disposition === 'inline') && !node.type.startsWith('message/'), kind: kindOf(node),
      })
      if (found.at(-1)!.kind === 'tnef') addInside(bytes)
    }
    for (const child of node.children) add(child, related || node.type === 'multipart/related')
  }
  const addInside = (tnef: Uint8Array) => {
    for (const { name, type, bytes } of readTnef(tnef).files) {
      const n = found.length + 1
      const kind = type || 'application/octet-stream'
      found.push({ n, bytes, name: safeName(name, kind, n), type: kind, size: bytes.length, content_id: null, inline: false, kind: 'file' })
    }
  }
  add(letter, false)
  return found
}

function kindOf({ type, name }: Node): PartKind {
  if (type === 'message/rfc822' || type === 'message/global') return 'letter'
  if (type === 'text/calendar' || type === 'application/ics' || /\.ics$/i.test(name)) return 'calendar'
  if (type === 'application/ms-tnef' || type === 'application/vnd.ms-tnef' || /^winmail\.dat$/i.test(name)) return 'tnef'
  if (/^application\/(x-)?pkcs7-signature$/.test(type) || type === 'application/pgp-signature') return 'signature'
  if (/^application\/(x-)?pkcs7-mime$/.test(type) || type === 'application/pgp-encrypted' || /^encrypted\.asc$/i.test(name)) return 'encrypted'
  return 'file'
}

/** A forwarded letter is called by what it is about. */
function subjectOf(node: Node): string {
  if (node.type !== 'message/rfc822' || !node.bytes) return ''
  const head = Buffer.from(node.bytes.subarray(0, 20_000)).toString('latin1').split(/\r?\n\r?\n/)[0]!
  const subject = new Lines(head).first('subject')
  return subject ? `${subject.slice(0, 100).replace(/[/\\]/g, '-')}.eml` : ''
}
