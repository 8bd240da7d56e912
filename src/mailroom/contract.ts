// What the program and the mailroom say to each other, as JSON.

/** One of both. */
export interface Auth { password?: string | null; access_token?: string | null }

export interface Server {
  host: string
  port: number
  secure: 'tls' | 'starttls' | 'none'
  user: string | null
  auth: Auth | null
}

export interface InServer extends Server {
  folders: string[]
  after: 'keep' | 'seen' | { move: string }
}

export interface OutServer extends Server {
  dkim?: { domain: string; selector: string; key: string } | null
}

export interface Progress { folder: string; uid_validity: number; uid: number }

export interface Mailbox {
  id: string
  address: string
  name: string | null
  in: InServer | null
  out: OutServer | null
  progress: Progress[]
}

export interface Mailboxes { version: string; items: Mailbox[] }

/** Travels in the header `X-Letter`, beside the raw letter. */
export interface Arrival {
  by: 'smtp' | 'lmtp' | 'imap'
  mailbox?: string
  folder?: string
  uid_validity?: number
  uid?: number
  from?: string
  to?: string[]
  at?: string
}

export interface MailboxState {
  way: 'in' | 'out'
  ok: boolean
  words: string
  unread?: number
  oldest_unread?: string | null
  seen_on_server?: number
  /** The server does not take the password or the token. */
  refused?: boolean
}

/** A small one comes with its bytes, in base64; `raw` is where they are. */
export interface LetterToRead { id: string; attempt: number; raw: string; bytes?: string | null }

/** Several that are new, or one that was begun before. */
export interface LettersToRead { items: LetterToRead[] }

export interface Address { name: string; address: string }

export type PartKind = 'file' | 'letter' | 'calendar' | 'tnef' | 'signature' | 'encrypted'

export interface Part { n: number; name: string; type: string; size: number; content_id: string | null; inline: boolean; kind: PartKind }

export interface DeliveryStatus {
  action: string | null
  status: string | null
  recipient: string | null
  diagnostic: string | null
  original_message_id: string | null
}

export type Protection = 'smime-signed' | 'smime-encrypted' | 'pgp-signed' | 'pgp-encrypted'

/** The top of a letter: readable nearly always, also where the rest is not. */
export interface Head {
  from: Address[]
  to: Address[]
  cc: Address[]
  bcc: Address[]
  reply_to: Address[]
  sender: Address[]
  subject: string
  date: string | null
  message_id: string | null
  in_reply_to: string[]
  references: string[]
  headers: Record<string, string>
  /** What servers on its way say about who sent it, the nearest first. */
  authentication_results: string[]
}

export interface Reading extends Head {
  /** The whole letter as plain text, or null where only its HTML says everything. */
  text: string | null
  /** The whole letter as HTML, not yet cleaned; null where it has none. */
  html: string | null
  parts: Part[]
  delivery_status: DeliveryStatus | null
  protected: Protection | null
}

export type Outcome = Reading | (Partial<Head> & { could_not_read: string })

export interface Attachment { name: string; type: string; content_id?: string | null; path: string }

export interface LetterToSend {
  id: string
  attempt: number
  mailbox: string
  message_id: string
  date: string
  from: Address
  to: Address[]
  cc: Address[]
  bcc: Address[]
  reply_to: Address | null
  subject: string
  in_reply_to: string | null
  references: string[]
  text: string | null
  html: string | null
  attachments: Attachment[]
  headers: Record<string, string>
}

export interface Sent { outcome: 'accepted' | 'later' | 'refused'; code: string | null; words: string }

export interface Trial {
  id: string
  kind: 'find' | 'check' | 'dkim'
  address: string
  in?: InServer | null
  out?: OutServer | null
  dkim?: DkimRecord | null
}

/** What is to stand in the DNS of a mailbox's domain. */
export interface DkimRecord { name: string; text: string }

export interface Step { what: string; ok: boolean; words: string }

export interface Found { in: Omit<InServer, 'auth' | 'folders' | 'after'> | null; out: Omit<OutServer, 'auth' | 'dkim'> | null }
