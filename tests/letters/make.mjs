// Writes the corpus: `node tests/letters/make.mjs`. Every letter is invented; nobody's mail is in it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import './charsets.mjs'
import './clients.mjs'
import './heads.mjs'
import './languages.mjs'
import './shapes.mjs'
import './special.mjs'
import { all } from './letter.mjs'

const folder = new URL('../Rapport.Tests/fixtures/letters/', import.meta.url)
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
for (const { name, raw } of all) writeFileSync(new URL(`${name}.eml`, folder), raw)
writeFileSync(new URL('expected.json', folder), `${JSON.stringify(Object.fromEntries(all.map(({ name, expected }) => [name, expected])), null, 1)}\n`)
console.log(`${all.length} letters`)
