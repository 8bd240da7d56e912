// Building the page by hand: words of the customer and of the desk only ever become text nodes.
type Properties = Record<string, string | boolean | ((event: Event) => void)>

export function make<K extends keyof HTMLElementTagNameMap>(tag: K, properties: Properties = {}, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (typeof value === 'boolean') element.toggleAttribute(name, value)
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

export function icon(path: string) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS(svg.namespaceURI, 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

export function link(url: string, words: string, download?: string): Node | string {
  const target = URL.canParse(url) ? new URL(url) : null
  if (!target || !/^https?:$/.test(target.protocol)) return words
  return make('a', { href: target.href, target: '_blank', rel: 'noopener noreferrer nofollow', ...(download !== undefined && { download }) }, words)
}

// Web addresses become links; the punctuation that ends a sentence stays outside, a bracket that was opened inside stays in.
export function linked(text: string): (Node | string)[] {
  const parts: (Node | string)[] = []
  let from = 0
  for (const match of text.matchAll(/\bhttps?:\/\/[^\s<>"“”«»]+/gi)) {
    let url = match[0]
    for (;;) {
      const last = url.at(-1)!
      const unopened = last === ')' && url.split(')').length > url.split('(').length
      if (!unopened && !/[.,;:!?'’*_\]}…]/.test(last)) break
      url = url.slice(0, -1)
    }
    parts.push(text.slice(from, match.index), link(url, url))
    from = match.index + url.length
  }
  return [...parts, text.slice(from)].filter(part => part !== '')
}

export function hour(at: string) {
  return new Date(at).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' })
}

export function day(at: string) {
  const date = new Date(at)
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86_400_000)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' } as const
  return date.toLocaleDateString('en', { weekday: 'long', day: 'numeric', month: 'long', ...year })
}

export function size(bytes: number) {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
