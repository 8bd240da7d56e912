// Encoded words (RFC 2047) and what programs make of them.
import { decode } from './charset'

const word = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi

/** The text of a header: encoded words decoded, those that belong together as one, for some cut characters in half. */
export function decodeWords(raw: string): string {
  let out = '', at = 0
  let open: { charset: string; coding: string; bytes: Buffer[] } | null = null
  const close = () => { if (open) out += decode(Buffer.concat(open.bytes), open.charset); open = null }
  for (const found of raw.matchAll(word)) {
    const between = raw.slice(at, found.index)
    const [charset, coding, coded] = [found[1]!.toLowerCase().split('*')[0]!, found[2]!.toLowerCase(), found[3]!]
    if (between.trim() !== '' || !open || open.charset !== charset) {
      close()
      out += at > 0 && between.trim() === '' ? '' : rawText(between)
      open = { charset, coding, bytes: [] }
    }
    open.bytes.push(coding === 'b' ? Buffer.from(coded, 'base64') : fromQ(coded))
    at = found.index + found[0].length
  }
  close()
  return out + rawText(raw.slice(at))
}

/** A header's own bytes, which should be ASCII and often are not. */
function rawText(raw: string): string {
  return raw === '' ? '' : decode(Buffer.from(raw, 'latin1'), '')
}

function fromQ(coded: string): Buffer {
  return Buffer.from(coded.replace(/_/g, ' ').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1')
}
