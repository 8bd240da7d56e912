// Guesses which encoding some bytes are in: the one that makes them most like a language people write.

import { decodeAs } from './charset'

/** For each encoding, the characters that text in it mostly consists of. The commonest come first among equals. */
const candidates: [name: string, likely: RegExp][] = [
  ['windows-1252', /[äöüßÄÖÜéèêëàâçîïôûùœñáíóúåøæãõ“”‘’–—…€£°«»©®]/gu],
  ['shift_jis', /[\u3040-\u30ff\u3001\u3002\u4e00-\u9fff]/gu],
  ['euc-jp', /[\u3040-\u30ff\u3001\u3002\u4e00-\u9fff]/gu],
  ['gb18030', /[\u4e00-\u9fff\u3001\u3002\uff0c\uff01\uff1f\uff1a]/gu],
  ['big5', /[\u4e00-\u9fff\u3001\u3002\uff0c\uff01\uff1f\uff1a]/gu],
  ['euc-kr', /[\uac00-\ud7a3]/gu],
  ['windows-1251', /[а-яё]/gu],
  ['koi8-r', /[а-яё]/gu],
  ['windows-1250', /[ąćęłńóśźżáčďéěíňóřšťúůýžőűäöüß]/gu],
  ['windows-1253', /[α-ωάέήίόύώ]/gu],
  ['windows-1255', /[א-ת]/gu],
  ['windows-1256', /[\u0621-\u064a]/gu],
  ['windows-874', /[\u0e01-\u0e5b]/gu],
]

export function detect(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, 20_000)
  if (shiftsIntoJapanese(sample)) return 'iso-2022-jp'
  let best = 'windows-1252', most = 0
  for (const [name, likely] of candidates) {
    const score = how(sample, name, likely)
    if (score > most + 0.001) [best, most] = [name, score]
  }
  return best
}

/** The share of bytes beyond ASCII that become likely characters; broken ones count against it. */
function how(sample: Uint8Array, name: string, likely: RegExp): number {
  const text = decodeAs(sample, name)
  const beyond = [...text].filter(c => c > '\u007f')
  if (beyond.length === 0) return 0
  const fits = text.match(likely)?.length ?? 0
  const broken = beyond.filter(c => c === '\ufffd' || c >= '\u0080' && c <= '\u009f').length
  // The bytes of the three overlap. Japanese has kana among its ideographs; what is all Hangul in Korean is Korean.
  const kana = text.match(/[\u3041-\u3096\u30a1-\u30fa]/gu)?.length ?? 0
  const bonus = /jis|jp/.test(name) ? kana > 0 ? 0.3 * kana / beyond.length : -0.3 : name === 'euc-kr' && fits > 0.9 * beyond.length ? 0.2 : 0
  // Where single letters stand among ASCII words, they are accents and no ideographs.
  const alone = /[A-Za-z][^\u0000-\u007f][A-Za-z]/.test(text) && /gb|big5|euc|jis/.test(name) ? 0.6 : 0
  return fits / beyond.length - 2 * broken / beyond.length + bonus - alone
}

function shiftsIntoJapanese(sample: Uint8Array): boolean {
  for (let at = 0; at + 2 < sample.length; at++)
    if (sample[at] === 27 && sample[at + 1] === 0x24 && (sample[at + 2] === 0x42 || sample[at + 2] === 0x40)) return true
  return false
}
