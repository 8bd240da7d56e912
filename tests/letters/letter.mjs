// How the letters of the corpus are put together: as bytes, so that they can be as wrong as real ones are.
import iconv from 'iconv-lite'
import japanese from 'encoding-japanese'

export const all = []

/** One letter: its name, its bytes (or what makes them), and what a reader must find in it. */
export function letter(name, made, expected) {
  if (all.some(other => other.name === name)) throw new Error(`There are two letters called ${name}`)
  all.push({ name, raw: Buffer.isBuffer(made) ? made : mail(made), expected: { from: 'ruth@example.com', subject: 'The bag', attachments: [], ...expected } })
}

export function bytes(text, charset = 'utf-8') {
  if (charset === 'iso-2022-jp') return Buffer.from(japanese.convert([...text].map(c => c.charCodeAt(0)), { from: 'UNICODE', to: 'JIS' }))
  return iconv.encode(text, charset)
}

const crlf = value => Buffer.isBuffer(value) ? value : Buffer.from(value.replace(/\r?\n/g, '\r\n'))

/** A header and a body; what is not said is as usual. */
export function mail({ from = 'Ruth Adeyemi <ruth@example.com>', to = 'The shop <help@shop.example>', subject = 'The bag', date = 'Thu, 12 Mar 2026 10:22:00 +0100', id = '<one@example.com>', headers = [], body = 'Hello', part }) {
  const head = [from !== null && ['From', from], to !== null && ['To', to], subject !== null && ['Subject', subject], date !== null && ['Date', date], id !== null && ['Message-ID', id], ['MIME-Version', '1.0'], ...headers]
    .filter(Boolean).flatMap(([key, value]) => [Buffer.from(`${key}: `), Buffer.isBuffer(value) ? value : Buffer.from(value), Buffer.from('\r\n')])
  return Buffer.concat([...head, part ?? text(body)])
}

/** A part: its header, an empty line, its bytes. */
export function part(type, content, { encoding, disposition, id, headers = [] } = {}) {
  const raw = crlf(content)
  const coded = encoding === 'base64' ? Buffer.from(raw.toString('base64').replace(/(.{76})/g, '$1\r\n')) : encoding === 'quoted-printable' ? quoted(raw) : raw
  const lines = [`Content-Type: ${type}`, encoding && `Content-Transfer-Encoding: ${encoding}`, disposition && `Content-Disposition: ${disposition}`, id && `Content-ID: <${id}>`, ...headers].filter(Boolean)
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), coded])
}

export const text = (body, charset = 'utf-8', encoding = '8bit') => part(`text/plain; charset=${charset}`, charset === 'utf-8' ? body : bytes(body.replace(/\r?\n/g, '\r\n'), charset), { encoding })
export const html = (body, encoding = '8bit') => part('text/html; charset=utf-8', body, { encoding })

let count = 0
export function multi(kind, parts, { parameters = '', close = true, preamble = '', epilogue = '' } = {}) {
  const boundary = `=_part_${++count}`
  return Buffer.concat([
    Buffer.from(`Content-Type: multipart/${kind}; boundary="${boundary}"${parameters}\r\n\r\n${preamble}`),
    ...parts.flatMap(one => [Buffer.from(`\r\n--${boundary}\r\n`), one]),
    Buffer.from(close ? `\r\n--${boundary}--\r\n${epilogue}` : '\r\n'),
  ])
}

function quoted(raw) {
  const line = one => [...one].map(byte => byte === 61 || byte > 126 || byte < 32 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte)).join('').replace(/((?:=..|[^=]){72})(?=.)/g, '$1=\r\n')
  return Buffer.from(raw.toString('latin1').split('\r\n').map(one => line(Buffer.from(one, 'latin1'))).join('\r\n'))
}

export const word = (words, charset = 'utf-8', coding = 'B') => `=?${charset}?${coding}?${coding === 'B' ? bytes(words, charset).toString('base64') : [...bytes(words, charset)].map(byte => byte === 32 ? '_' : byte > 126 || byte < 48 || byte === 95 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte)).join('')}?=`
export const file = (name, content = 'a file', type = 'application/octet-stream') => part(`${type}; name="${name}"`, content, { encoding: 'base64', disposition: `attachment; filename="${name}"` })
