// Waiting that ends at once when there is nothing left to wait for.
export type Stop = AbortSignal

export function rest(milliseconds: number, stop?: Stop): Promise<void> {
  return new Promise(done => {
    if (stop?.aborted) return done()
    const over = () => { clearTimeout(timer); stop?.removeEventListener('abort', over); done() }
    const timer = setTimeout(over, milliseconds)
    stop?.addEventListener('abort', over, { once: true })
  })
}

/** What did not happen in time has failed. */
export async function within<T>(milliseconds: number, words: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => { timer = setTimeout(() => fail(new Error(words)), milliseconds) })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
