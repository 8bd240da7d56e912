// Tells the program what letters say: while it keeps some, those that are read meanwhile wait for each other and go together.
import type { Outcome } from '../contract'
import { rest } from '../pause'
import type { Program } from '../program'

const mostTogether = 32
/** Milliseconds: what is read within them goes together. */
const moment = 30
/** One with more words goes alone. */
const short = 64 * 1024

interface Waiting { id: string; outcome: Outcome; done: () => void; failed: (why: unknown) => void }

export class Telling {
  private readonly waiting: Waiting[] = []
  private busy = false

  constructor(private readonly program: Program) {}

  tell(id: string, outcome: Outcome): Promise<void> {
    if (length(outcome) > short) return this.alone(id, outcome)
    return new Promise((done, failed) => {
      this.waiting.push({ id, outcome, done, failed })
      if (!this.busy) void this.go()
    })
  }

  private async go() {
    this.busy = true
    await rest(moment)
    while (this.waiting.length > 0) await this.together(this.waiting.splice(0, mostTogether))
    this.busy = false
  }

  private async together(some: Waiting[]) {
    try {
      if (some.length > 1) {
        await this.program.put('/mailroom/v1/readings', { items: some.map(({ id, outcome }) => ({ id, reading: outcome })) })
        for (const { done } of some) done()
        return
      }
    } catch { /* one of them is the reason, and the others are not to wait for it */ }
    await Promise.all(some.map(({ id, outcome, done, failed }) => this.alone(id, outcome).then(done, failed)))
  }

  private alone(id: string, outcome: Outcome): Promise<void> { return this.program.put(`/mailroom/v1/letters/${id}/reading`, outcome) }
}

function length(outcome: Outcome): number { return 'parts' in outcome ? ((outcome as { text?: string | null }).text?.length ?? 0) + ((outcome as { html?: string | null }).html?.length ?? 0) : 0 }
