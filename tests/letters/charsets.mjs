// Every charset that real mail uses, named rightly and wrongly.
import { bytes, letter, mail, part, text, word } from './letter.mjs'

const right = [
  ['utf-8', 'Grüße und 谢谢 und 😀'], ['iso-8859-1', 'Grüße aus Köln'], ['iso-8859-2', 'Žluťoučký kůň'], ['iso-8859-5', 'Спасибо за мешок'], ['iso-8859-7', 'Ευχαριστώ πολύ'], ['iso-8859-8-i', 'תודה רבה'],
  ['iso-8859-9', 'Teşekkürler, ığdır'], ['iso-8859-15', 'Cela coûte 5 €'], ['windows-1250', 'Dziękuję, źródło'], ['windows-1251', 'Спасибо за мешок'], ['windows-1252', 'It’s “fine” – 5 €'], ['windows-1253', 'Ευχαριστώ πολύ'],
  ['windows-1254', 'Teşekkürler, ığdır'], ['windows-1255', 'תודה רבה'], ['windows-1256', 'شكرا جزيلا'], ['windows-1257', 'Ačiū už maišą'], ['windows-1258', 'Xin chào'], ['koi8-r', 'Спасибо за мешок'], ['koi8-u', 'Дякую за мішок'],
  ['shift_jis', '袋をありがとうございます'], ['euc-jp', '袋をありがとうございます'], ['iso-2022-jp', '袋をありがとうございます'], ['gb2312', '谢谢你的包裹'], ['gbk', '谢谢你的包裹'], ['gb18030', '谢谢你的包裹'], ['big5', '謝謝你的包裹'], ['euc-kr', '봉투 감사합니다'],
  ['ks_c_5601-1987', '봉투 감사합니다'], ['tis-620', 'ขอบคุณมาก'], ['cp850', 'Grüße aus Köln'], ['macintosh', 'Grüße aus Köln'],
]
const encodes = { 'iso-8859-8-i': 'iso-8859-8', 'ks_c_5601-1987': 'cp949' }

for (const [charset, words] of right) {
  const as = encodes[charset] ?? charset
  const raw = bytes(words, as)
  for (const encoding of charset === 'utf-8' ? ['quoted-printable', 'base64'] : ['base64'])
    letter(`charset-${charset}${encoding === 'base64' ? '' : '-qp'}`, { subject: `=?${charset}?B?${raw.toString('base64')}?=`, part: part(`text/plain; charset="${charset}"`, raw, { encoding }) }, { new: words, subject: words })
}
letter('charset-utf-16', { part: part('text/plain; charset=utf-16', Buffer.concat([Buffer.from([0xff, 0xfe]), bytes('Grüße 谢谢', 'utf-16le')]), { encoding: 'base64' }) }, { new: 'Grüße 谢谢' })
letter('charset-utf-16be', { part: part('text/plain; charset=utf-16be', bytes('Grüße 谢谢', 'utf-16be'), { encoding: 'base64' }) }, { new: 'Grüße 谢谢' })
letter('charset-utf-7', { part: part('text/plain; charset=utf-7', 'Gr+APwA3w-e, 5 +IKw-, 1 +- 1') }, { new: 'Grüße, 5 €, 1 + 1' })
letter('charset-8bit', { part: text('Grüße aus Köln', 'iso-8859-1', '8bit') }, { new: 'Grüße aus Köln' })
letter('charset-mark', { part: part('text/plain', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('Grüße')]), { encoding: 'base64' }) }, { new: 'Grüße' })

const lie = (name, words, really, said, extra = {}) =>
  letter(`lie-${name}`, { part: part(said ? `text/plain; charset=${said}` : 'text/plain', bytes(words, really), { encoding: '8bit' }), ...extra }, { new: words })
lie('utf-8-is-latin-1', 'Grüße aus Köln, schöne Tage', 'windows-1252', 'utf-8')
lie('utf-8-is-windows-1252', 'It’s “fine” – all of it', 'windows-1252', 'utf-8')
lie('utf-8-is-cyrillic', 'Спасибо большое за мешок', 'windows-1251', 'utf-8')
lie('utf-8-is-koi8', 'Спасибо большое за мешок', 'koi8-r', 'utf-8')
lie('utf-8-is-shift-jis', '袋をありがとうございます。とても良いです。', 'shift_jis', 'utf-8')
lie('utf-8-is-gbk', '谢谢你的包裹，我们已经收到了。', 'gbk', 'utf-8')
lie('utf-8-is-euc-kr', '봉투를 보내 주셔서 감사합니다', 'euc-kr', 'utf-8')
lie('latin-1-is-utf-8', 'Grüße aus Köln und 谢谢', 'utf-8', 'iso-8859-1')
lie('latin-1-is-windows-1252', 'It’s “fine” – 5 €', 'windows-1252', 'iso-8859-1')
lie('ascii-is-utf-8', 'Grüße aus Köln', 'utf-8', 'us-ascii')
lie('ascii-is-windows-1252', 'Grüße aus Köln', 'windows-1252', 'us-ascii')
lie('nothing-is-utf-8', 'Grüße aus Köln', 'utf-8', '')
lie('nothing-is-latin-1', 'Grüße aus Köln', 'windows-1252', '')
lie('nothing-is-iso-2022-jp', '袋をありがとうございます', 'iso-2022-jp', '')
lie('unknown', 'Grüße aus Köln', 'utf-8', 'x-unknown')
lie('nonsense', 'Grüße aus Köln', 'windows-1252', 'charset-of-my-own')
lie('gb2312-is-utf-8', '谢谢你的包裹，我们已经收到了。', 'utf-8', 'us-ascii')
lie('windows-1251-is-utf-8', 'Спасибо большое', 'utf-8', 'windows-1251')
letter('lie-utf-8-cut-in-half', { part: part('text/plain; charset=utf-8', Buffer.concat([Buffer.from('Grüße aus Köln und K'), Buffer.from([0xc3])]), { encoding: 'base64' }) }, { newHas: ['Grüße aus Köln und K'] })
letter('lie-seven-bit', { part: part('text/plain; charset=utf-8', 'Grüße aus Köln', { encoding: '7bit' }) }, { new: 'Grüße aus Köln' })

const head = (name, subject, expected, more = {}) => letter(`head-${name}`, { subject, ...more }, { subject: expected, new: 'Hello' })
head('q', word('Grüße, alle_zusammen', 'utf-8', 'Q'), 'Grüße, alle_zusammen')
head('latin-1-q', word('Grüße aus Köln', 'iso-8859-1', 'Q'), 'Grüße aus Köln')
head('two-words', `${word('Grüße ')} ${word('aus Köln')}`, 'Grüße aus Köln')
head('folded-words', `${word('Grüße ')}\r\n ${word('aus Köln')}`, 'Grüße aus Köln')
head('mixed', `Re: ${word('Grüße')} (was: bag)`, 'Re: Grüße (was: bag)')
head('cut-in-half', `=?utf-8?B?${Buffer.from('Grü').subarray(0, 3).toString('base64')}?= =?utf-8?B?${Buffer.from('Grüße').subarray(3).toString('base64')}?=`, 'Grüße')
head('two-charsets', `${word('Grüße', 'iso-8859-1')} ${word('谢谢', 'gb2312')}`, 'Grüße谢谢')
head('raw-utf-8', Buffer.from('Grüße aus Köln'), 'Grüße aus Köln')
head('raw-latin-1', bytes('Grüße aus Köln', 'latin1'), 'Grüße aus Köln')
head('lying-word', `=?utf-8?Q?Gr=FC=DFe_aus_K=F6ln?=`, 'Grüße aus Köln')
head('language', `=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=`, 'Grüße')
head('spaces-in-q', '=?utf-8?Q?The bag arrived?=', 'The bag arrived')
head('broken-word', '=?utf-8?X?abc?= and =?utf-8?B?', '=?utf-8?X?abc?= and =?utf-8?B?')
head('empty-word', '=?utf-8?Q??= bag', 'bag')
head('emoji', word('🎁 The bag 🎁'), '🎁 The bag 🎁')
