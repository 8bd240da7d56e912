// Answers as mail clients of many languages write them: what is new is known, and what is quoted.
import { html, letter, mail, multi, text } from './letter.mjs'

const address = '<help@shop.example>'
const languages = [
  ['english', 'Please send another bag.', `On Wed, 11 Mar 2026 at 09:15, The shop ${address} wrote:`, ['From', 'Sent', 'To', 'Subject'], 'Original Message', 'Sent from my iPhone'],
  ['german', 'Bitte schicken Sie eine neue Tüte.', `Am Mi., 11. März 2026 um 09:15 Uhr schrieb The shop ${address}:`, ['Von', 'Gesendet', 'An', 'Betreff'], 'Ursprüngliche Nachricht', 'Von meinem iPhone gesendet'],
  ['french', 'Pouvez-vous envoyer un autre sac ?', `Le mer. 11 mars 2026 à 09:15, The shop ${address} a écrit :`, ['De', 'Envoyé', 'À', 'Objet'], 'Message d’origine', 'Envoyé de mon iPhone'],
  ['spanish', '¿Pueden enviar otra bolsa?', `El mié, 11 mar 2026 a las 9:15, The shop (${address}) escribió:`, ['De', 'Enviado el', 'Para', 'Asunto'], 'Mensaje original', 'Enviado desde mi iPhone'],
  ['italian', 'Potete mandare un altro sacco?', `Il giorno mer 11 mar 2026 alle ore 09:15 The shop ${address} ha scritto:`, ['Da', 'Inviato', 'A', 'Oggetto'], 'Messaggio originale', 'Inviato da iPhone'],
  ['dutch', 'Kunt u een nieuwe zak sturen?', `Op wo 11 mrt 2026 om 09:15 schreef The shop ${address}:`, ['Van', 'Verzonden', 'Aan', 'Onderwerp'], 'Oorspronkelijk bericht', 'Verzonden vanaf mijn iPhone'],
  ['portuguese', 'Podem enviar outro saco?', `Em qua., 11 de mar. de 2026 às 09:15, The shop ${address} escreveu:`, ['De', 'Enviada em', 'Para', 'Assunto'], 'Mensagem original', 'Enviado do meu iPhone'],
  ['polish', 'Proszę przysłać nową torbę.', `śr., 11 mar 2026 o 09:15 The shop ${address} napisał(a):`, ['Od', 'Wysłano', 'Do', 'Temat'], 'Wiadomość oryginalna', 'Wysłane z iPhone\'a'],
  ['swedish', 'Kan ni skicka en ny påse?', `Den ons 11 mars 2026 kl 09:15 skrev The shop ${address}:`, ['Från', 'Skickat', 'Till', 'Ämne'], 'Ursprungligt meddelande', 'Skickat från min iPhone'],
  ['danish', 'Kan I sende en ny pose?', `Den ons. 11. mar. 2026 kl. 09.15 skrev The shop ${address}:`, ['Fra', 'Sendt', 'Til', 'Emne'], 'Oprindelig meddelelse', 'Sendt fra min iPhone'],
  ['finnish', 'Voitteko lähettää uuden pussin?', `ke 11. maalisk. 2026 klo 9.15 The shop (help@shop.example) kirjoitti:`, ['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'], 'Alkuperäinen viesti', 'Lähetetty iPhonesta'],
  ['russian', 'Пришлите, пожалуйста, новый мешок.', `ср, 11 мар. 2026 г. в 09:15, The shop ${address}:`, ['От', 'Отправлено', 'Кому', 'Тема'], 'Исходное сообщение', 'Отправлено с iPhone'],
  ['japanese', '新しい袋を送ってください。', `2026年3月11日(水) 9:15 The shop ${address}:`, ['差出人', '送信日時', '宛先', '件名'], '元のメッセージ', 'iPhoneから送信'],
  ['chinese', '请再寄一袋。', `The shop ${address} 于2026年3月11日周三 09:15写道：`, ['发件人', '发送时间', '收件人', '主题'], '原始邮件', '发自我的iPhone'],
  ['korean', '새 봉투를 보내 주세요.', `2026년 3월 11일 (수) 오전 9:15, The shop ${address}님이 작성:`, ['보낸 사람', '보낸 날짜', '받는 사람', '제목'], '원본 메시지', '나의 iPhone에서 보냄'],
  ['turkish', 'Yeni bir torba gönderir misiniz?', `The shop ${address}, 11 Mar 2026 Çar, 09:15 tarihinde şunu yazdı:`, ['Kimden', 'Gönderildi', 'Kime', 'Konu'], 'Özgün İleti', 'iPhone\'umdan gönderildi'],
  ['czech', 'Pošlete prosím nový pytel.', `st 11. 3. 2026 v 9:15 odesílatel The shop ${address} napsal:`, ['Od', 'Odesláno', 'Komu', 'Předmět'], 'Původní zpráva', 'Odesláno z iPhonu'],
  ['arabic', 'أرجو إرسال كيس جديد.', `في 11 مارس 2026، الساعة 09:15، كتب The shop ${address}:`, ['من', 'تاريخ', 'إلى', 'الموضوع'], 'Original Message', 'Sent from my iPhone'],
  ['hebrew', 'אפשר לשלוח שק חדש?', `בתאריך 11.3.2026 09:15, The shop ${address} כתב:`, ['מאת', 'נשלח', 'אל', 'נושא'], 'Original Message', 'Sent from my iPhone'],
]

const shop = ['Dear Ruth,', 'your bag is on its way.', 'The shop']
const reply = { headers: [['In-Reply-To', '<zero@shop.example>'], ['References', '<zero@shop.example>']] }

for (const [name, words, wrote, [from, sent, to, subject], original, device] of languages) {
  letter(`gmail-${name}`, { ...reply, part: text(`${words}\n\n${wrote}\n\n${shop.map(line => `> ${line}`).join('\n')}\n`) }, { new: words, history: 'your bag is on its way' })
  letter(`outlook-${name}`, { ...reply, part: text(`${words}\n\n________________________________\n${from}: The shop ${address}\n${sent}: 11.03.2026 09:15\n${to}: Ruth Adeyemi\n${subject}: The bag\n\n${shop.join('\n')}\n`) }, { new: words, history: 'your bag is on its way' })
  letter(`mobile-${name}`, { ...reply, part: text(`${words}\n\n${device}\n\n${wrote}\n> ${shop.join('\n> ')}\n`) }, { new: words, history: 'your bag is on its way', signature: device })
  letter(`separator-${name}`, { ...reply, part: text(`${words}\n\n-----${original}-----\n${shop.join('\n')}\n`) }, { new: words, history: 'your bag is on its way' })
  letter(`gmail-html-${name}`, mail({ ...reply, part: multi('alternative', [text(`${words}\n\n${wrote}\n\n> ${shop.join('\n> ')}\n`), html(`<div dir="auto">${words}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${wrote.replace(/</g, '&lt;').replace(/>/g, '&gt;')}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><p>${shop.join('<br>')}</p></blockquote></div>`)]) }), { new: words, history: 'your bag is on its way' })
}
