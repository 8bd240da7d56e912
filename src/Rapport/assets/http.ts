/** The server said no, in words that can be shown to the person. */
export class Refused extends Error {
  constructor(readonly status: number, readonly answer: Record<string, unknown>, sentence: string) { super(sentence) }
}

/** The server could not be reached: nothing is known about what it did. */
export class Unreachable extends Error {
  constructor() { super('No connection. Nothing you wrote is lost.') }
}

let leaving = false
export function signIn(): void {
  if (leaving) return
  leaving = true
  location.assign('/sign-in?back=' + encodeURIComponent(location.pathname + location.search))
}

/** A signed-out session answers 401 or redirects to the sign-in page; neither is content. */
export function mustSignIn(answer: Response): boolean {
  return answer.status === 401 || answer.type === 'opaqueredirect'
}

export interface Sending {
  /** A write that changes nothing on this screen, so its regions need no refresh. */
  quiet?: boolean
  /** Goes on after the page has gone away. */
  outlives?: boolean
  headers?: Record<string, string>
}

export async function send(method: string, url: string, body?: unknown, how: Sending = {}): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(url, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
      headers: { Accept: 'application/json', ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...how.headers },
      redirect: 'manual', keepalive: how.outlives ?? false,
    })
  } catch { throw new Unreachable() }
  if (mustSignIn(answer)) { signIn(); throw new Refused(401, {}, 'You have been signed out. Sign in again to go on.') }
  if (!answer.ok) throw await refusal(answer)
  if (!how.quiet) wrote()
  return answer
}

/** Tells the live regions of this tab that it has just changed something. */
export function wrote(): void { document.dispatchEvent(new CustomEvent('desk:wrote')) }

export async function refusal(answer: Response): Promise<Refused> {
  const said = await answer.json().catch(() => ({})) as Record<string, unknown>
  return new Refused(answer.status, said, sentence(answer.status, said))
}

export function sentence(status: number, said: Record<string, unknown>): string {
  const fields = said['errors'] && typeof said['errors'] === 'object' ? Object.values(said['errors'] as object).flat() : []
  const words = fields.length ? fields.join(' ') : said['detail'] ?? said['title']
  if (typeof words === 'string' && words) return words
  if (status === 413) return 'That is larger than 25 MB. Send a smaller file.'
  if (status === 429) return 'Too many tries at once. Wait a moment and try again.'
  if (status === 507) return 'The disk of the server is full. Nothing was saved; what you wrote is kept here.'
  return status >= 500 ? 'The server had a problem. Try again in a moment.' : 'That did not work. Try again.'
}

/** Says one sentence to everybody, screen readers included, and takes it away again. */
let hush: ReturnType<typeof setTimeout> | undefined
export function say(words: string): void {
  let place = document.getElementById('says')
  if (!place) {
    place = Object.assign(document.createElement('p'), { id: 'says', className: 'says' })
    place.setAttribute('role', 'status')
    document.body.append(place)
  }
  place.textContent = words
  clearTimeout(hush)
  hush = setTimeout(() => { const now = document.getElementById('says'); if (now) now.textContent = '' }, 8000)
}
