// The mailroom: takes letters in, reads them, sends answers. It holds nothing that matters: what it has taken in,
// the program has stored, so it may be killed at any moment. The threads in which letters are read begin here too.
import { isMainThread } from 'node:worker_threads'

if (isMainThread) (await import('./start')).start()
else (await import('./reading/worker')).serveAsReader()
