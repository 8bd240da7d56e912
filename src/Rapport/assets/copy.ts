import { say } from './http'

/** `<copy-text for="token"><button>Copy</button></copy-text>`: copies what #token shows. */
export class CopyText extends HTMLElement {
  connectedMoveCallback(): void {}
  connectedCallback(): void { this.addEventListener('click', this) }

  handleEvent(): void {
    const from = document.getElementById(this.getAttribute('for') ?? '')
    const words = from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement ? from.value : from?.textContent?.trim() ?? ''
    // A page that is not served securely may not write to the clipboard: the words are selected instead.
    const copied = navigator.clipboard?.writeText(words) ?? Promise.reject(new Error('No clipboard.'))
    copied.then(() => say('Copied.'), () => { if (from) getSelection()?.selectAllChildren(from); say('Press Ctrl+C to copy.') })
  }
}
customElements.define('copy-text', CopyText)
