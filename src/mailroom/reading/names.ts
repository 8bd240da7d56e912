// A file's name as it may be shown and saved: never a path, a control, or a trick with the direction of writing.
const extensions: Record<string, string> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'application/pdf': 'pdf', 'text/calendar': 'ics', 'text/plain': 'txt', 'text/html': 'html',
  'message/rfc822': 'eml', 'application/zip': 'zip', 'text/csv': 'csv', 'text/vcard': 'vcf', 'application/pgp-signature': 'asc', 'application/pkcs7-signature': 'p7s', 'application/pkcs7-mime': 'p7m',
}

export function safeName(written: string, type: string, n: number): string {
  const last = written.split(/[/\\]/).at(-1) ?? ''
  const plain = last.normalize('NFC')
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_').replace(/\s+/g, ' ').replace(/^[. ]+|[. ]+$/g, '')
  const harmless = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `_${plain}` : plain
  return harmless === '' ? `part-${n}.${extensions[type] ?? 'bin'}` : shortened(harmless)
}

function shortened(name: string): string {
  if (name.length <= 150) return name
  const dot = name.lastIndexOf('.')
  const end = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  return name.slice(0, 150 - end.length).toWellFormed() + end
}
