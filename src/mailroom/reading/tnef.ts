// What Outlook sends as winmail.dat (MS-OXTNEF): the files and the words in it, as far as they can be taken out. Every length is checked.
export interface Tnef { files: { name: string; type: string; bytes: Uint8Array<ArrayBuffer> }[]; text: string | null; html: string | null }

const signature = 0x223e9f78
const startOfFile = 0x00069002, title = 0x00018010, data = 0x0006800f, properties = 0x00069005, body = 0x0002800c, letterProperties = 0x00069003
const longName = 0x3707, mimeType = 0x370e, htmlBody = 0x1013
const mostFiles = 200

export function readTnef(raw: Uint8Array): Tnef {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  const found: Tnef = { files: [], text: null, html: null }
  if (raw.length < 6 || view.getUint32(0, true) !== signature) return found
  for (let at = 6; at + 11 <= raw.length;) {
    const id = view.getUint32(at + 1, true), length = view.getUint32(at + 5, true)
    if (at + 9 + length > raw.length) break
    const value = raw.slice(at + 9, at + 9 + length) as Uint8Array<ArrayBuffer>
    at += 9 + length + 2
    if (id === startOfFile && found.files.length < mostFiles) found.files.push({ name: '', type: '', bytes: new Uint8Array(0) })
    const file = found.files.at(-1)
    if (id === body) found.text = ansi(value)
    else if (id === letterProperties) found.html = mapi(value).get(htmlBody) ?? null
    else if (file && id === title) file.name ||= ansi(value)
    else if (file && id === data) file.bytes = value
    else if (file && id === properties) {
      const named = mapi(value)
      file.name = named.get(longName) || file.name
      file.type = named.get(mimeType) || file.type
    }
  }
  return found
}

/** The properties that are text; the others are stepped over. */
function mapi(raw: Uint8Array): Map<number, string> {
  const found = new Map<number, string>()
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  try {
    let at = 4
    const long = () => { at += 4; return view.getUint32(at - 4, true) }
    for (let left = Math.min(view.getUint32(0, true), 1_000); left > 0; left--) {
      const type = view.getUint16(at, true), id = view.getUint16(at + 2, true)
      at += 4
      if (id >= 0x8000) {
        at += 16
        if (long() === 0) at += 4
        else { const length = long(); at += length + 3 & ~3 }
      }
      const many = (type & 0x1000) !== 0, kind = type & 0xfff
      const fixed = kind === 2 || kind === 3 || kind === 4 || kind === 10 || kind === 11 ? 4 : kind === 5 || kind === 6 || kind === 7 || kind === 20 || kind === 64 ? 8 : kind === 72 ? 16 : 0
      if (fixed) { at += fixed * (many ? long() : 1); continue }
      for (let values = long(); values > 0 && at < raw.length; values--) {
        const length = long()
        const value = raw.subarray(at, at + length)
        at += length + 3 & ~3
        if (kind === 31) found.set(id, new TextDecoder('utf-16le').decode(value).replace(/\0+$/, ''))
        else if (kind === 30 || kind === 258 && id === htmlBody) found.set(id, ansi(value))
      }
    }
  } catch { /* it ends in the middle: what was found so far is kept */ }
  return found
}

function ansi(value: Uint8Array): string { return new TextDecoder('windows-1252').decode(value).replace(/\0+$/, '') }
