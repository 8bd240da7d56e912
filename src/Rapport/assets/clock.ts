/** 'waiting 2 min' that goes on by itself: `<span data-since="…Z" data-late-after="600">`. Red is for waiting too long. */
export function lasted(seconds: number): string {
  if (seconds < 60) return 'less than a minute'
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24)
  if (minutes < 60) return `${minutes} min`
  if (hours < 24) return `${hours} h ${minutes % 60} min`
  return days === 1 ? `1 day ${hours % 24} h` : `${days} days`
}

export function tick(within: ParentNode = document): void {
  for (const clock of within.querySelectorAll<HTMLElement>('[data-since]')) {
    const seconds = Math.max(0, (Date.now() - Date.parse(clock.dataset['since'] ?? '')) / 1000)
    if (Number.isNaN(seconds)) continue
    const words = `${clock.dataset['word'] ?? 'waiting'} ${lasted(seconds)}`
    if (clock.textContent !== words) clock.textContent = words
    const late = Number(clock.dataset['lateAfter'])
    clock.classList.toggle('late', late > 0 && seconds >= late)
  }
}

export function startClocks(): void {
  tick()
  setInterval(tick, 5000)
  document.addEventListener('desk:refreshed', () => tick())
  document.addEventListener('htmx:after:swap', () => tick())
  document.addEventListener('visibilitychange', () => { if (!document.hidden) tick() })
}
