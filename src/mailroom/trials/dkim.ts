// Looks whether the other half of a DKIM key stands in its domain's DNS, so that whoever gets a letter can check the signature.
import { resolver } from './dns'
import type { DkimRecord, Step } from '../contract'

export async function findDkim({ name, text }: DkimRecord, steps: Step[]): Promise<void> {
  const what = `Look for ${name}`
  const wanted = keyOf(text)
  try {
    const found = (await resolver.resolveTxt(name)).map(parts => parts.join(''))
    const same = found.some(record => keyOf(record) === wanted)
    steps.push({ what, ok: same, words: same ? 'The record is there, with this key. What goes out is signed from now on'
      : `There is a record, with another key (${found.join(' ').slice(0, 120)}…). Put in the one that is shown here` })
  } catch (trouble) {
    const { code } = trouble as NodeJS.ErrnoException
    steps.push({ what, ok: false, words: code === 'ENOTFOUND' || code === 'ENODATA' ? 'No such record is there yet. A new one can take an hour to be seen everywhere' : `The DNS could not be asked (${code ?? String(trouble)})` })
  }
}

const keyOf = (record: string) => /\bp=\s*([A-Za-z0-9+/=\s]+)/.exec(record)?.[1]?.replace(/\s/g, '') ?? ''
