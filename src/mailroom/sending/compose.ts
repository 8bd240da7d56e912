// Makes the letter's bytes: the same ones are sent and kept in Sent.
import MailComposer from 'nodemailer/lib/mail-composer'
import DKIM from 'nodemailer/lib/dkim'
import type { Address, LetterToSend, OutServer } from '../contract'
import type { Program } from '../program'

export async function compose(letter: LetterToSend, program: Program, dkim: OutServer['dkim']): Promise<Buffer> {
  const attachments = []
  for (const { name, type, content_id, path } of letter.attachments) {
    const content = await (await program.open(path)).bytes()
    attachments.push({ filename: name, contentType: type, content, ...content_id ? { cid: content_id, contentDisposition: 'inline' as const } : {} })
  }
  const composed = await new MailComposer({
    from: one(letter.from), to: letter.to.map(one), cc: letter.cc.map(one), replyTo: letter.reply_to ? one(letter.reply_to) : undefined,
    subject: letter.subject, date: new Date(letter.date), messageId: letter.message_id,
    inReplyTo: letter.in_reply_to ?? undefined, references: letter.references,
    text: letter.text ?? undefined, html: letter.html ?? undefined, attachments, headers: letter.headers,
    disableFileAccess: true, disableUrlAccess: true,
  }).compile().build()
  return dkim ? await signed(composed, dkim) : composed
}

const one = ({ name, address }: Address) => ({ name, address })

async function signed(raw: Buffer, { domain, selector, key }: NonNullable<OutServer['dkim']>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of new DKIM({ keys: [{ domainName: domain, keySelector: selector, privateKey: key }] }).sign(raw)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
