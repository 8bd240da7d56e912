// Takes one stored letter after another from the program, reads it, and tells the program what it says.
import type { LettersToRead, LetterToRead } from '../contract'
import { rest, type Stop } from '../pause'
import type { Program, Said } from '../program'
import { Reader } from './reader'
import { Telling } from './telling'
import { Turns } from './turns'

/** While one batch is read and told, the next is fetched. */
const underWay = 2
const atOnce = 24
const threads = 2

/** After a batch that was not full, so long is waited for others: a few together cost the program much less than one by one. */
const gathering = 150

/** Letters of this size and more are read one after another, or a few of them would fill the memory. */
const large = 2 * 1024 * 1024

export async function readLetters(program: Program, stop: Stop): Promise<void> {
  const readers = new Turns(Array.from({ length: threads }, () => new Reader()))
  const alone = new Turns(['the large one'])
  const telling = new Telling(program)
  stop.addEventListener('abort', () => readers.all.forEach(reader => reader.close()))

  const readOne = async (letter: LetterToRead, raw: () => Promise<Uint8Array<ArrayBuffer>>) => {
    const { outcome, parts } = await readers.with(async reader => reader.read(await raw()))
    const described = 'parts' in outcome ? outcome.parts ?? [] : []
    for (const [at, bytes] of parts.entries()) {
      const { n, name, type } = described[at]!
      await program.putBytes(`/mailroom/v1/letters/${letter.id}/parts/${n}`, bytes, { name, type })
    }
    await telling.tell(letter.id, outcome)
  }

  const take = async (letter: LetterToRead) => {
    if (letter.bytes) return readOne(letter, async () => new Uint8Array(Buffer.from(letter.bytes!, 'base64')))
    const body = await program.open(letter.raw)
    const size = body.size ?? Infinity
    await (size < large ? readOne(letter, () => whole(body)) : alone.with(() => readOne(letter, () => whole(body)).finally(giveBack)))
  }

  await Promise.all(Array.from({ length: underWay }, () => program.work<LettersToRead>('reading', stop, async ({ items }) => {
    // One that goes wrong is taken again when its lease is over, and is no reason to leave the others.
    const ended = await Promise.allSettled(items.map(take))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
    if (items.length < atOnce) await rest(gathering, stop)
  }, atOnce)))
}

/** What a large letter took is not needed for the next. */
function giveBack() { (globalThis as { gc?: () => void }).gc?.() }

/** Filled as it arrives: putting the pieces together in the end would take the room twice. */
async function whole(answer: Said): Promise<Uint8Array<ArrayBuffer>> {
  if (answer.size === null) return new Uint8Array(await answer.bytes())
  const raw = new Uint8Array(answer.size)
  let at = 0
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) { raw.set(chunk, at); at += chunk.length }
  if (at !== answer.size) throw new Error(`A letter of ${answer.size} bytes ended after ${at}`)
  return raw
}
