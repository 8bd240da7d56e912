// Letters that are fetched with one command: many small ones, or one large one by itself.
export interface Waiting { uid: number; size: number }

export const mostLetters = 100
const mostBytes = 4 * 1024 * 1024

export function* batches(waiting: Waiting[]): Generator<Waiting[]> {
  let batch: Waiting[] = [], bytes = 0
  for (const letter of waiting) {
    if (batch.length > 0 && (batch.length === mostLetters || bytes + letter.size > mostBytes)) {
      yield batch
      ;[batch, bytes] = [[], 0]
    }
    batch.push(letter)
    bytes += letter.size
  }
  if (batch.length > 0) yield batch
}

/** Those at the end that may have been in one batch. */
export function lastBatch(fetched: Waiting[]): Waiting[] {
  let bytes = 0
  const at = fetched.findLastIndex(({ size }) => (bytes += size) > mostBytes)
  return fetched.slice(at + 1)
}
