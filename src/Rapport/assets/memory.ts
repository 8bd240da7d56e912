import { send } from './http'

/**
 * `<textarea data-checked="ID">`: what is typed is looked at while it is typed, and #ID says what is nobody's business. The server
 * looks again when it is kept.
 */
const pause = 250
const waiting = new WeakMap<HTMLTextAreaElement, ReturnType<typeof setTimeout>>()

async function look(field: HTMLTextAreaElement): Promise<void> {
  const place = document.getElementById(field.dataset['checked'] ?? '')
  if (!place) return
  const text = field.value
  let says = ''
  if (text.trim()) {
    try {
      const answer = await send('POST', '/memories/check', { text }, { quiet: true })
      says = ((await answer.json()) as { says: string | null }).says ?? ''
    } catch { return /* it is looked at again when it is kept */ }
  }
  if (field.value !== text) return
  place.textContent = says
  place.hidden = !says
  field.ariaInvalid = String(!!says)
}

export function startMemory(): void {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLTextAreaElement) || target.dataset['checked'] === undefined) return
    clearTimeout(waiting.get(target))
    waiting.set(target, setTimeout(() => void look(target), pause))
  })
  // What the server draws knows nothing of what is being typed.
  document.addEventListener('desk:refreshed', ({ target }) => {
    if (!(target instanceof Element)) return
    for (const field of target.querySelectorAll<HTMLTextAreaElement>('textarea[data-checked]')) if (field.value !== field.defaultValue) void look(field)
  })
}
