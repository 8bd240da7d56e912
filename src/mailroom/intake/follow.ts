// Follows one mailbox: catches up on its folders, waits for news, and begins again after whatever goes wrong.
import type { ImapFlow } from 'imapflow'
import type { InServer, Mailbox, MailboxState } from '../contract'
import { inWords, isRefused } from '../in-words'
import { rest, type Stop } from '../pause'
import type { Program } from '../program'
import { Folder } from './folder'
import { imap, leave } from './imap'
import { look } from './look'

/** Looks at least this often, for IDLE tells of one folder only and some servers forget to. */
const lookEvery = 60_000
const longestPause = 2 * 60_000

export async function follow(mailbox: Mailbox, server: InServer, program: Program, stop: Stop): Promise<void> {
  const names = server.folders.length > 0 ? server.folders : ['INBOX']
  const folders = names.map(name => new Folder(mailbox, server, name, program))
  const tell = (state: Omit<MailboxState, 'way'>) => program.put(`/mailroom/v1/mailboxes/${mailbox.id}/state`, { way: 'in', ...state }).catch(() => { /* told again soon */ })

  for (let failures = 0; !stop.aborted;) {
    const client = imap(server)
    const hangUp = () => client.close()
    stop.addEventListener('abort', hangUp)
    const bell = new Bell()
    client.on('exists', () => bell.ring()).on('close', () => bell.ring())
    stop.addEventListener('abort', () => bell.ring(), { once: true })
    try {
      await client.connect()
      while (!stop.aborted) {
        bell.silence()
        for (const folder of folders) await folder.catchUp(client, stop)
        await tell({ ok: true, words: inSum(folders), ...await look(client, names) })
        failures = 0
        if (folders.some(folder => folder.hasMore)) continue
        await news(client, folders[0]!, bell)
      }
    } catch (trouble) {
      if (stop.aborted) break
      await tell({ ok: false, words: inWords(trouble, server), refused: isRefused(trouble) })
    } finally {
      stop.removeEventListener('abort', hangUp)
      await leave(client)
    }
    // A little by chance, so that many mailboxes on one server do not all come back at once.
    const pause = Math.min(longestPause, 1_000 * 2 ** failures++)
    await rest(pause * (0.75 + Math.random() / 2), stop)
  }
}

/** The server says that there is something new, or it is time to look, or the connection ends. */
async function news(client: ImapFlow, folder: Folder, bell: Bell): Promise<void> {
  await folder.open(client)
  await bell.rings(lookEvery)
  if (!client.usable) throw Object.assign(new Error('The connection ended'), { code: 'EConnectionClosed' })
}

/** Rung while nobody waits, it has rung all the same: what arrives during a look is looked for next. */
class Bell {
  private rung = new AbortController()

  ring() { this.rung.abort() }

  silence() { if (this.rung.signal.aborted) this.rung = new AbortController() }

  rings(atLatest: number): Promise<void> { return rest(atLatest, this.rung.signal) }
}

function inSum(folders: Folder[]): string {
  const behind = folders.reduce((sum, folder) => sum + folder.leftOut, 0)
  return behind === 0 ? 'Everything has been fetched' : `${behind} ${behind === 1 ? 'letter' : 'letters'} could not be fetched yet and will be tried again`
}
