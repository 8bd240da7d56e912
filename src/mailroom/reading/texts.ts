// What a letter says: one text and one HTML out of all the parts that are meant to be read.
import { tooDeep, wordsOf } from './depth'
import type { Node } from './take-apart'

export interface Texts { text: string | null; html: string | null }

interface Piece { text: string | null; html: string | null }

/** Each of the two, where it is given, is the whole letter: a part that exists in one form alone is not left out of the other. */
export function texts(letter: Node): Texts {
  const pieces = piecesOf(letter).filter(piece => piece.text?.trim() || piece.html?.trim())
  const text = pieces.length > 0 && pieces.every(piece => piece.text !== null) ? pieces.map(piece => piece.text).join('\n\n').trimEnd() : null
  const html = pieces.some(piece => piece.html !== null) ? pieces.map(piece => piece.html ?? asHtml(piece.text!)).join('\n') : null
  return bounded({ text, html })
}

/** HTML that nobody could walk through is given as its words. */
export function bounded({ text, html }: Texts): Texts {
  return html !== null && tooDeep(html) ? { text: text ?? wordsOf(html), html: null } : { text, html }
}

function piecesOf(node: Node): Piece[] {
  if (node.type === 'multipart/alternative') return [alternatives(node)]
  if (node.children.length > 0) return node.children.flatMap(piecesOf)
  if (node.text === null) return []
  if (node.type === 'text/html') return [{ text: null, html: node.text }]
  if (node.type === 'text/plain') return [{ text: node.text, html: null }]
  return []
}

/** The same thing said in several forms; the last of each is the best one. */
function alternatives(node: Node): Piece {
  const forms = node.children.flatMap(child => {
    const pieces = piecesOf(child)
    return pieces.length === 0 ? [] : [{
      text: pieces.every(piece => piece.text !== null) ? pieces.map(piece => piece.text).join('\n\n') : null,
      html: pieces.some(piece => piece.html !== null) ? pieces.map(piece => piece.html ?? asHtml(piece.text!)).join('\n') : null,
    }]
  })
  const text = forms.filter(form => form.text !== null && form.html === null).at(-1)?.text ?? forms.filter(form => form.text !== null).at(-1)?.text ?? null
  const html = forms.filter(form => form.html !== null).at(-1)?.html ?? null
  // An empty plain part beside HTML that says something is no alternative to it.
  return { text: text !== null && text.trim() === '' && html !== null ? null : text, html }
}

function asHtml(text: string): string {
  return `<div style="white-space:pre-wrap">${text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')}</div>`
}
