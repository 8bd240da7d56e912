/** Files come by the picker, by drag and by paste. One dropped beside the box must not make the browser leave the page. */
export function takeFiles(composer: HTMLElement, box: HTMLElement, take: (files: Iterable<File>) => void, signal: AbortSignal): void {
  const hasFiles = (event: DragEvent): boolean => !!event.dataTransfer?.types.includes('Files')
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return
    event.preventDefault()
    box.classList.toggle('over', composer.contains(event.target as Node))
  }
  document.addEventListener('dragover', over, { signal })
  document.addEventListener('dragleave', event => { if (!event.relatedTarget) box.classList.remove('over') }, { signal })
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return
    event.preventDefault()
    box.classList.remove('over')
    if (composer.contains(event.target as Node)) take(event.dataTransfer?.files ?? [])
  }, { signal })
  composer.addEventListener('paste', event => {
    const files = event.clipboardData?.files
    if (!files?.length) return
    event.preventDefault()
    take(files)
  }, { signal })
  composer.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return
    take([...target.files ?? []])
    target.value = ''
  }, { signal })
}
