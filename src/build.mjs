// Bundles the scripts and styles into src/Rapport/wwwroot. `--watch` rebuilds on change.
import { build, context } from 'esbuild'
import { existsSync, mkdirSync } from 'node:fs'

const root = new URL('.', import.meta.url).pathname
const out = `${root}Rapport/wwwroot`
mkdirSync(out, { recursive: true })

const bundles = [
  { entryPoints: { desk: `${root}Rapport/assets/desk.ts` }, format: 'esm' },
  { entryPoints: { desk: `${root}Rapport/assets/styles/desk.css` } },
  { entryPoints: { widget: `${root}widget/widget.ts` }, format: 'iife' },
].filter(bundle => existsSync(Object.values(bundle.entryPoints)[0]))

for (const bundle of bundles) {
  const options = { ...bundle, outdir: out, bundle: true, minify: true, target: 'es2022', logLevel: 'warning', legalComments: 'none' }
  if (process.argv.includes('--watch')) await (await context(options)).watch()
  else await build(options)
}
