// Fetches the letters of a batch and passes each on. A large one flows through and is never held whole.
import type { ImapFlow } from 'imapflow'
import { Readable } from 'node:stream'
import type { Waiting } from './batches'

export const LargestLetter = 50 * 1024 * 1024
const flowsThrough = 4 * 1024 * 1024
const beginning = 256 * 1024
const atOnce = 8

type Take = (uid: number, raw: Readable | Uint8Array<ArrayBuffer>, at: string | undefined) => Promise<void>

export async function fetchBatch(client: ImapFlow, batch: Waiting[], take: Take): Promise<void> {
  const { uid, size } = batch[0]!
  if (batch.length > 1 || size <= flowsThrough) await many(client, batch, take)
  else if (size > LargestLetter) await onlyBeginning(client, uid, size, take)
  else {
    const { content, meta } = await client.download(String(uid), undefined, { uid: true }) as { content?: Readable; meta?: { internalDate?: unknown } }
    if (content) await take(uid, content, when(meta?.internalDate))
  }
}

async function many(client: ImapFlow, batch: Waiting[], take: Take): Promise<void> {
  const under = new Set<Promise<void>>()
  let trouble: unknown
  for await (const { uid, source, internalDate } of client.fetch(batch.map(letter => letter.uid), { uid: true, source: true, internalDate: true }, { uid: true })) {
    if (!source || trouble) continue
    const work: Promise<void> = take(uid, new Uint8Array(source), when(internalDate)).catch(why => { trouble ??= why }).finally(() => under.delete(work))
    under.add(work)
    if (under.size >= atOnce) await Promise.race(under)
  }
  await Promise.all(under)
  if (trouble) throw trouble
}

/** A letter that is too large is not passed over in silence: its beginning comes in, and says that the rest is on the server. */
async function onlyBeginning(client: ImapFlow, uid: number, size: number, take: Take): Promise<void> {
  const found = await client.fetchOne(String(uid), { uid: true, source: { start: 0, maxLength: beginning }, internalDate: true }, { uid: true })
  if (!found || !found.source) return
  const note = Buffer.from(`X-Rapport-Cut: only the first ${beginning} of ${size} bytes; the whole letter is on the mail server\r\n`)
  await take(uid, new Uint8Array(Buffer.concat([note, found.source])), when(found.internalDate))
}

function when(internal: unknown): string | undefined {
  const at = new Date(internal as string)
  return internal && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined
}
