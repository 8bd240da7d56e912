// “Test it”: does what people ask for while they set up a mailbox, and tells step by step what happened.
import { why } from '../complain'
import type { Found, Step, Trial } from '../contract'
import type { Stop } from '../pause'
import type { Program } from '../program'
import { check } from './check'
import { findDkim } from './dkim'
import { find } from './find'

export async function tryOut(program: Program, stop: Stop): Promise<void> {
  await program.work<Trial>('trials', stop, async trial => {
    const steps: Step[] = []
    let found: Found | undefined
    try {
      if (trial.kind === 'find') found = await find(trial.address, steps)
      else if (trial.kind === 'dkim' && trial.dkim) await findDkim(trial.dkim, steps)
      else await check(trial, steps, stop)
    } catch (trouble) {
      steps.push({ what: 'Go on', ok: false, words: why(trouble) })
    }
    await program.put(`/mailroom/v1/trials/${trial.id}`, { steps, ...found ? { found } : {} })
  })
}
