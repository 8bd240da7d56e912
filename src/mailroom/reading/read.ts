// Reads one raw letter. No network, no files: bytes in, what they say out.
import type { Reading } from '../contract'
import { deliveryStatus } from './delivery-status'
import { Lines, readHead } from './head'
import { partsOf, type Read } from './parts'
import { protection } from './protection'
import { takeApart } from './take-apart'
import { texts } from './texts'

export async function read(raw: Uint8Array): Promise<{ reading: Reading; parts: Read[] }> {
  const letter = await takeApart(raw)
  const parts = partsOf(letter)
  const { text, html } = texts(letter)
  return {
    reading: {
      ...readHead(new Lines(letter.head)), text, html,
      parts: parts.map(({ bytes: _, ...part }) => part),
      delivery_status: deliveryStatus(letter, parts), protected: protection(letter, text),
    },
    parts,
  }
}

/** The head alone, of a letter whose body cannot be read: who wrote it is known nevertheless. */
export function readOnlyHead(top: Uint8Array) {
  return readHead(new Lines(Buffer.from(top).toString('latin1').split(/\r\n\r\n|\n\n|\r\r/)[0]!))
}
