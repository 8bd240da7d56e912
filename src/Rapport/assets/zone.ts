/** Where this person reads the clock: pages are drawn on the server, in this zone. */
export function tellZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (zone) document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`
}
