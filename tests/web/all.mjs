// all.mjs — the suites of the web application, one after the other; names as arguments choose some.
import { readdirSync } from 'node:fs'
import { done } from './tap.mjs'

const suites = readdirSync(new URL('suites', import.meta.url)).map((file) => file.replace(/\.mjs$/, '')).sort()
const wanted = process.argv.slice(2)
for (const name of wanted.length ? wanted : suites) {
  const { default: test } = await import(`./suites/${name}.mjs`)
  await test()
}
done()
