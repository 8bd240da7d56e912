// An invitation that comes without words of its own, in words.
export function invitationInWords(calendar: string): string | null {
  const lines = calendar.slice(0, 100_000).replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const value = (name: string) => lines.find(line => line.toUpperCase().startsWith(name) && /[:;]/.test(line[name.length] ?? ''))?.replace(/^[^:]*:/, '').replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1').trim()
  const what = value('SUMMARY')
  if (!what) return null
  const method = value('METHOD')?.toUpperCase()
  const about = method === 'CANCEL' ? 'Canceled: ' : method === 'REPLY' ? 'Answer to: ' : ''
  return [about + what, when(value('DTSTART'), value('DTEND')), value('LOCATION'), value('DESCRIPTION')].filter(Boolean).join('\n').slice(0, 20_000)
}

function when(start?: string, end?: string): string | undefined {
  const [from, to] = [time(start), time(end)]
  return from && (to && to !== from ? `${from} to ${to}` : from)
}

function time(value?: string): string | undefined {
  const [, year, month, day, hour, minute, zone] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?/.exec(value ?? '') ?? []
  return year && `${year}-${month}-${day}${hour ? ` ${hour}:${minute}${zone ? ' UTC' : ''}` : ''}`
}
