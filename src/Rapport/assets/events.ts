/** Reads server-sent events as [name, data]; a comment (a heartbeat) has no name. */
export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<[name: string, data: string]> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true }).replaceAll('\r', '')
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const field = (name: string): string | undefined =>
        lines.find(line => line.startsWith(name + ':'))?.slice(name.length + 1).trim()
      yield [field('event') ?? '', field('data') ?? '']
    }
  }
}
