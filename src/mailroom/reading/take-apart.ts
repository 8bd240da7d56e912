// Takes a raw letter apart with mailparser: the tree of its parts, the text parts as they are, the others as bytes.
import { Transform, type TransformCallback } from 'node:stream'
import { MailParser } from 'mailparser'
import { decode } from './charset'
import { beginsWithHead } from './head'
import { LongestHead, LongestText, MostParts } from './limits'

/** What mailparser knows of one part. */
interface Parsed {
  contentType: string | false
  charset?: string
  isAttachment?: boolean
  textContent?: string
  headerLines: { key: string; line: string }[]
  children: Parsed[]
  node: { filename: string | false; multipart: string | false; parsedHeader?: unknown }
}

export interface Node {
  type: string
  /** The header's lines, as latin1. */
  head: string
  text: string | null
  bytes: Uint8Array<ArrayBuffer> | null
  name: string
  disposition: string
  children: Node[]
}

interface Arriving { contentType: string; filename?: string; contentDisposition?: string; content: NodeJS.ReadableStream; release(): void }

export async function takeApart(raw: Uint8Array): Promise<Node> {
  const parser = new WithItsBytes()
  const files: { bytes: Uint8Array<ArrayBuffer>; disposition: string; name: string }[] = []
  parser.on('data', part => {
    if (part.type !== 'attachment') return
    const { content, filename, contentDisposition, release } = part as unknown as Arriving
    const chunks: Buffer[] = []
    content.on('data', (chunk: Buffer) => chunks.push(chunk))
    content.on('end', () => { files.push({ bytes: joined(chunks), disposition: contentDisposition ?? '', name: filename ?? '' }); release() })
  })
  const done = new Promise<void>((end, fail) => parser.on('end', end).on('error', fail))
  if (!beginsWithHead(raw)) parser.write('\r\n') // an empty one: the first words would be taken for it
  for (let at = 0; at < raw.length; at += 65_536)
    if (!parser.write(raw.subarray(at, at + 65_536))) await Promise.race([new Promise(next => parser.once('drain', next)), done])
  parser.end()
  await done
  const known = function of(part: Parsed): Node {
    const file = part.isAttachment ? files.shift() : undefined
    return {
      type: (part.contentType || 'text/plain').toLowerCase(), head: part.headerLines.map(line => line.line).join('\r\n'),
      text: file ? null : part.textContent ?? null, bytes: file?.bytes ?? null, name: file?.name ?? (part.node.filename || ''), disposition: file?.disposition ?? '',
      children: part.children.map(of),
    }
  }
  return known(parser.tree!)
}

function joined(chunks: Buffer[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) { all.set(chunk, at); at += chunk.length }
  return all
}

/** Every text is decoded by us, whatever charset it claims: what claims to be UTF-8 is otherwise taken at its word. */
class WithItsBytes extends MailParser {
  declare tree?: Parsed

  constructor() {
    super({
      skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true, keepDeliveryStatus: true, checksumAlgo: false,
      Iconv: Whole, ignoreEmbedded: true, maxHeadSize: LongestHead, maxChildNodes: MostParts,
    } as ConstructorParameters<typeof MailParser>[0])
  }

  createNode(node: unknown): Parsed {
    const made = (MailParser.prototype as unknown as { createNode(node: unknown): Parsed }).createNode.call(this, node)
    made.charset = `declared ${made.charset ?? ''}`
    return made
  }

  // What these would make of the texts is not wanted, and takes time.
  getTextContent() { return { type: 'text' } }
}

/** Collects a text to its end, for only the whole of it tells what it is written in. */
class Whole extends Transform {
  private readonly chunks: Buffer[] = []
  private length = 0

  constructor(private readonly declared: string) { super() }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback) {
    if (this.length < LongestText) this.chunks.push(chunk)
    this.length += chunk.length
    done()
  }

  override _flush(done: TransformCallback) {
    const bytes = Buffer.concat(this.chunks)
    const text = decode(bytes.subarray(0, LongestText), this.declared.replace(/^declared /, ''))
    done(null, this.length > LongestText ? `${text}\n[…]` : text)
  }

  /** For headers that mailparser decodes by itself. */
  convert(bytes: Buffer): Buffer { return Buffer.from(decode(bytes, this.declared)) }
}
