// What the program writes into its log as the mailroom's own words.
export function complain(words: string) {
  process.stderr.write(`mailroom: ${words.replace(/\s+/g, ' ')}\n`)
}

export function why(trouble: unknown): string {
  if (!(trouble instanceof Error)) return String(trouble)
  return trouble.cause instanceof Error ? `${trouble.message} (${trouble.cause.message})` : trouble.message
}
