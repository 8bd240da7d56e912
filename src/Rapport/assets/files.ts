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
    const named = [...files].map(pictureWithAName)
    take(named)
    // In a letter it stands where it was put: its name there shows where.
    const text = composer.querySelector('textarea')
    if (!text || composer.dataset['pictures'] === undefined || composer.dataset['mode'] === 'note') return
    for (const { name, type } of named) if (type.startsWith('image/')) text.setRangeText(`[${name}]`, text.selectionStart, text.selectionEnd, 'end')
    text.dispatchEvent(new Event('input', { bubbles: true }))
  }, { signal })
  composer.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return
    take([...target.files ?? []])
    target.value = ''
  }, { signal })
}

/** Every picture from the clipboard is called image.png, and two of one name could not be told apart. */
function pictureWithAName(file: File, n: number): File {
  return file.type.startsWith('image/') && /^image\.\w+$/.test(file.name) ? new File([file], `picture-${Date.now().toString(36)}${n || ''}.${file.name.split('.')[1]}`, { type: file.type }) : file
}
