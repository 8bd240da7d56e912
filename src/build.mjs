// Bundles the scripts and styles into src/Rapport/wwwroot. `--watch` rebuilds on change.
import { build, context } from 'esbuild'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const root = new URL('.', import.meta.url).pathname
const out = `${root}Rapport/wwwroot`
mkdirSync(out, { recursive: true })

const bundles = [
  { entryPoints: { desk: `${root}Rapport/assets/desk.ts` }, format: 'esm' },
  { entryPoints: { desk: `${root}Rapport/assets/styles/desk.css` } },
  { entryPoints: { shop: `${root}Rapport/assets/styles/shop.css` } },
  { entryPoints: { widget: `${root}widget/widget.ts` }, format: 'iife' },
].filter(bundle => existsSync(Object.values(bundle.entryPoints)[0]))

for (const bundle of bundles) {
  const options = { ...bundle, outdir: out, bundle: true, minify: true, target: 'es2022', logLevel: 'warning', legalComments: 'none' }
  if (process.argv.includes('--watch')) await (await context(options)).watch()
  else await build(options)
}

// The mailroom runs beside the program, where there are no node_modules: everything it uses is in this one file.
const mailroom = {
  entryPoints: [`${root}mailroom/mailroom.ts`], outfile: `${root}../artifacts/mailroom/mailroom.mjs`, bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning', legalComments: 'none', minifySyntax: true,
  banner: { js: "import { createRequire as require_ } from 'node:module'; const require = require_(import.meta.url), __filename = import.meta.filename ?? import.meta.url.slice(7), __dirname = __filename.replace(/[^/]*$/, '')" },
}
if (process.argv.includes('--watch')) await (await context(mailroom)).watch()
else await build(mailroom)

// Every page of a shop loads the widget, so its weight is a promise.
const widget = `${out}/widget.js`
const weight = existsSync(widget) ? gzipSync(readFileSync(widget)).length : 0
if (weight > 20_000) throw new Error(`widget.js weighs ${weight} bytes gzipped; 20,000 are allowed`)
