// From bytes to text, when what the letter says about its bytes may be wrong or missing.
import iconv from 'iconv-lite'
import { detect } from './detect'

const utf8 = new TextDecoder('utf-8', { fatal: true })
const lenient = new TextDecoder('utf-8')

/** Encodings in which any bytes at all make some text, so that a wrong name goes unnoticed. */
const tellsNothing = /^(us-?ascii|ascii|ansi_x3\.4-.*|iso-?8859-?\d+.*|latin-?\d|l\d|windows-?125\d|cp-?125\d|x-(mac-\w+|unknown)|macintosh|mac|unknown(-8bit)?|default|none|8bit|7bit|binary|koi8-?[ru].*|cp-?\d+|ibm-?\d+|x-user-defined|utf-?7|)$/

export function decode(bytes: Uint8Array, declared: string): string {
  const name = declared.trim().toLowerCase().replace(/^cs/, '').replace(/[*].*$/, '')
  return cleared(marked(bytes) ?? plain(bytes, name) ?? asUtf8(bytes, name) ?? asDeclared(bytes, name) ?? decodeAs(bytes, detect(bytes)))
}

/** What begins with a byte order mark says itself what it is. */
function marked(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return lenient.decode(bytes)
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return null
}

/** Seven bits: the same text in nearly every encoding, except for those that shift. */
function plain(bytes: Uint8Array, name: string): string | null {
  if (/^(utf-?7|unicode-1-1-utf-7)$/.test(name)) return fromUtf7(bytes)
  if (/^(utf-?(16|32)|ucs-?[24]|iso-?10646|hz-?gb)/.test(name)) return null
  for (const byte of bytes) if (byte > 127 || byte === 27 || byte === 14) return null
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

/** Valid UTF-8 with letters beyond ASCII is hardly ever anything else. */
function asUtf8(bytes: Uint8Array, name: string): string | null {
  const said = /^(utf-?8|utf8mb4|unicode)$/.test(name)
  if (!said && !tellsNothing.test(name)) return null
  if (!bytes.some(byte => byte > 127)) return null
  try {
    return utf8.decode(bytes)
  } catch {
    // A few broken characters in much that is whole: cut off in the middle, or mended by some gateway.
    const text = lenient.decode(bytes)
    const broken = count(text.replace(/\ufffd+$/, ''), '\ufffd'), whole = [...text].filter(c => c > '\u007f').length - broken
    return said && whole > 4 * broken ? text : null
  }
}

function asDeclared(bytes: Uint8Array, name: string): string | null {
  if (name === '' || /^(utf-?8|us-?ascii|ascii|ansi_x3.*|unknown.*|x-unknown|default|none|[78]bit|binary|unicode|x-user-defined)$/.test(name)) return null
  const text = decodeAs(bytes, name)
  if (text === '') return bytes.length > 0 ? null : ''
  // A declared charset that makes nonsense of its bytes was not theirs.
  return count(text, '\ufffd') > 1 + text.length / 20 ? null : text
}

export function decodeAs(bytes: Uint8Array, name: string): string {
  const known = aliases[name] ?? name
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  // Latin-1 in a letter is what Windows means by it, and Node's own decoder does not know the difference.
  if (/^(iso-?8859-?1|latin-?1|l1|us-?ascii|ascii|windows-?1252|cp-?1252)$/.test(known)) return iconv.decode(buffer, 'windows-1252')
  try {
    return new TextDecoder(known).decode(bytes)
  } catch {
    return iconv.encodingExists(known) && !/^(base64|hex|binary)$/.test(known) ? iconv.decode(buffer, known) : ''
  }
}

/** Names that mail uses and browsers do not know, or know as something narrower. */
const aliases: Record<string, string> = {
  'cp932': 'shift_jis', 'ms932': 'shift_jis', 'windows-932': 'shift_jis', 'windows-31j': 'shift_jis', 'sjis': 'shift_jis', 'iso-2022-jp-1': 'iso-2022-jp', 'iso-2022-jp-2': 'iso-2022-jp', 'iso-2022-jp-ms': 'iso-2022-jp', 'cp50220': 'iso-2022-jp', 'cp50221': 'iso-2022-jp',
  'cp936': 'gb18030', 'gb2312': 'gb18030', 'gbk': 'gb18030', 'x-gbk': 'gb18030', 'hz-gb-2312': 'gb18030', 'cp949': 'euc-kr', 'ks_c_5601-1987': 'euc-kr', 'ks_c_5601': 'euc-kr', 'iso-2022-kr': 'euc-kr', 'cp950': 'big5', 'big5-hkscs': 'big5', 'x-big5': 'big5',
  'iso-8859-8-e': 'iso-8859-8', 'iso-8859-8-i': 'iso-8859-8', 'iso-8859-6-i': 'iso-8859-6', 'iso-8859-6-e': 'iso-8859-6', 'iso-8859-11': 'windows-874', 'tis-620': 'windows-874', 'mac': 'macintosh', 'x-mac-roman': 'macintosh', 'macroman': 'macintosh',
  'latin-1': 'iso-8859-1', 'iso8859_1': 'iso-8859-1', 'utf-16': 'utf-16le', 'ucs-2': 'utf-16le', 'koi8_r': 'koi8-r', 'win-1251': 'windows-1251', 'win1251': 'windows-1251',
}

/** “+AOQ-” is “ä”; some old clients still write so. What comes out is text like any other and is cleaned like any other. */
function fromUtf7(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1').replace(/\+([A-Za-z0-9+/]{0,4000})-?/g, (whole, coded: string) => {
    if (coded === '') return whole === '+-' ? '+' : whole
    const raw = Buffer.from(coded, 'base64')
    return new TextDecoder('utf-16be').decode(raw.subarray(0, raw.length - raw.length % 2))
  })
}

/** NULs and other controls that no text has, and no database takes. */
function cleared(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.toWellFormed().replace(/^\ufeff/, '').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u001c-\u001f]/g, '')
}

function count(text: string, what: string): number { return text.split(what).length - 1 }
