// A few of something, used by one at a time each; who finds none free waits in line.
export class Turns<T extends object | string> {
  private readonly free: T[]
  private readonly line: ((one: T) => void)[] = []

  constructor(readonly all: readonly T[]) { this.free = [...all] }

  async with<R>(work: (one: T) => Promise<R>): Promise<R> {
    const one = this.free.pop() ?? await new Promise<T>(turn => this.line.push(turn))
    try {
      return await work(one)
    } finally {
      const next = this.line.shift()
      if (next) next(one)
      else this.free.push(one)
    }
  }
}
