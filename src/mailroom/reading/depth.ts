// HTML whose elements lie so deep in each other that whoever walks through it would fall: what is left of it is its words.
export const Deepest = 250

const alone = /^(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)$/
const endsByItself = /^(p|li|dt|dd|option|optgroup|tr|td|th|thead|tbody|tfoot|html|head|body)$/

export function tooDeep(html: string): boolean {
  let depth = 0
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,20})/gi)) {
    const element = name!.toLowerCase()
    if (alone.test(element) || endsByItself.test(element)) continue
    depth = slash ? Math.max(0, depth - 1) : depth + 1
    if (depth > Deepest) return true
  }
  return false
}

export function wordsOf(html: string): string {
  return html.replace(/<[^<>]{0,10000}>/g, ' ').replace(/&(lt|gt|amp|quot|nbsp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' })[name]!).replace(/[ \t]+/g, ' ').trim()
}
