// Reads one raw letter. No network, no files: bytes in, what they say out.
import type { Reading } from '../contract'
import { decode } from './charset'
import { deliveryStatus } from './delivery-status'
import { Lines, readHead } from './head'
import { invitationInWords } from './invitation'
import { partsOf, type Read } from './parts'
import { protection } from './protection'
import { type Node, takeApart } from './take-apart'
import { bounded, texts, type Texts } from './texts'
import { readTnef } from './tnef'

export async function read(raw: Uint8Array): Promise<{ reading: Reading; parts: Read[] }> {
  const letter = await takeApart(raw)
  const parts = partsOf(letter)
  const { text, html } = words(letter, parts)
  return {
    reading: {
      ...readHead(new Lines(letter.head)), text, html,
      parts: parts.map(({ bytes: _, ...part }) => part),
      delivery_status: deliveryStatus(letter, parts), protected: protection(letter, text),
    },
    parts,
  }
}

/** The letter's own words; failing those, what Outlook wrapped up or what an invitation is about. */
function words(letter: Node, parts: Read[]): Texts {
  const own = texts(letter)
  if (own.text !== null || own.html !== null) return own
  const tnef = parts.find(part => part.kind === 'tnef')
  if (tnef) return bounded(readTnef(tnef.bytes))
  const calendar = parts.find(part => part.kind === 'calendar')
  return { text: calendar ? invitationInWords(decode(calendar.bytes, 'utf-8')) : null, html: null }
}

/** The head alone, of a letter whose body cannot be read: who wrote it is known nevertheless. */
export function readOnlyHead(top: Uint8Array) {
  return readHead(new Lines(Buffer.from(top).toString('latin1').split(/\r\n\r\n|\n\n|\r\r/)[0]!))
}
