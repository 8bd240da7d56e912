// The thread in which letters are read. It may be ended at any moment, so it keeps nothing.
import { parentPort } from 'node:worker_threads'
import { why } from '../complain'
import { read } from './read'

export function serveAsReader() {
  const port = parentPort!
  port.on('message', (raw: Uint8Array) => {
    read(raw).then(
      ({ reading, parts }) => port.postMessage({ reading, parts: parts.map(part => part.bytes) }, parts.map(part => part.bytes.buffer)),
      (trouble: unknown) => port.postMessage({ trouble: why(trouble) }))
  })
}
