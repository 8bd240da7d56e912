/** A custom element that begins once its children are there, and lets go of everything when it is taken away. */
export abstract class Island extends HTMLElement {
  #gone: AbortController | undefined

  abstract begin(signal: AbortSignal): void
  end(): void {}

  /** A morph that only moves this element is no reason to begin again. */
  connectedMoveCallback(): void {}

  connectedCallback(): void {
    queueMicrotask(() => {
      if (!this.isConnected || this.#gone) return
      this.#gone = new AbortController()
      this.begin(this.#gone.signal)
    })
  }

  disconnectedCallback(): void {
    if (!this.#gone) return
    this.end()
    this.#gone.abort()
    this.#gone = undefined
  }
}
