// Whether a letter is signed or encrypted, as far as it can be told from outside.
import type { Protection } from '../contract'
import { Lines } from './head'
import type { Node } from './take-apart'

export function protection(letter: Node, text: string | null): Protection | null {
  for (const node of [letter, ...letter.children]) {
    const type = new Lines(node.head).first('content-type').toLowerCase()
    if (node.type === 'multipart/encrypted') return 'pgp-encrypted'
    if (node.type === 'multipart/signed') return /pkcs7/.test(type) ? 'smime-signed' : 'pgp-signed'
    if (/^application\/(x-)?pkcs7-mime$/.test(node.type)) return /smime-type="?(signed|certs|compressed)/.test(type) ? 'smime-signed' : 'smime-encrypted'
  }
  if (text && /^-----BEGIN PGP MESSAGE-----\s*$/m.test(text.slice(0, 10_000))) return 'pgp-encrypted'
  if (text && /^-----BEGIN PGP SIGNED MESSAGE-----\s*$/m.test(text.slice(0, 10_000))) return 'pgp-signed'
  return null
}
