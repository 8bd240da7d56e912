import { say } from './http'
import { Island } from './island'

/** `<copy-text for="token"><button>Copy</button></copy-text>`: copies what #token shows. */
export class CopyText extends Island {
  begin(signal: AbortSignal): void { this.addEventListener('click', () => this.#copy(), { signal }) }

  #copy(): void {
    const from = document.getElementById(this.getAttribute('for') ?? '')
    const words = from instanceof HTMLInputElement || from instanceof HTMLTextAreaElement ? from.value : from?.textContent?.trim() ?? ''
    // A page that is not served securely may not write to the clipboard: the words are selected instead.
    const copied = navigator.clipboard?.writeText(words) ?? Promise.reject(new Error('No clipboard.'))
    copied.then(() => say('Copied.'), () => { if (from) getSelection()?.selectAllChildren(from); say('Press Ctrl+C to copy.') })
  }
}
customElements.define('copy-text', CopyText)
