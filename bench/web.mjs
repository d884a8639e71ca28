// web.mjs — what the browser loads for the first page, and how soon the cockpit can be used, on a sample zone.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { inBrowser, open } from '../tests/web/browser.mjs'
import { root } from '../tests/web/tools.mjs'

const TURNS = 7
const INITIAL_KB = 200
const ASSET_KB = 120
const READY_MS = 1000

let missed = 0

/** One line, as the other benches print it; the floor is told where there is one. */
function claim(name, unit, ours, limit, floor) {
  const good = ours <= limit
  if (!good) missed++
  const beside = floor === undefined ? '' : ` floor ${floor.toFixed(0).padStart(9)} ${unit.padEnd(4)} ratio ${(ours / floor).toFixed(2).padStart(5)} `
  console.log(`${name.padEnd(34)} ours ${ours.toFixed(0).padStart(9)} ${unit.padEnd(4)}${beside} bar <= ${limit} ${unit}  ${good ? 'ok' : 'OVER'}`)
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1]
const gzipped = (bytes) => gzipSync(bytes, { level: 9 }).length / 1024

/** A fresh browser's way to a page: ms until `ready` stands there and the page answers, and kB of what it loaded by then. */
async function visit(browser, address, ready) {
  const { page, context } = await open(browser)
  const loaded = []
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    const isLater = /\/(charts|zrender)-/.test(pathname) // what draws charts follows the figures
    if (!pathname.startsWith('/api/') && !isLater) loaded.push(response.body().then(gzipped, () => 0))
  })
  await page.goto(address, { waitUntil: 'commit' })
  if (ready) await page.locator(ready).waitFor()
  const ms = await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))))
  const kb = (await Promise.all([...loaded])).reduce((sum, size) => sum + size, 0)
  await context.close()
  return { ms, kb }
}

await inBrowser({ sample: true }, async ({ browser, address }) => {
  const ours = []
  const floor = []
  for (let turn = 0; turn <= TURNS; turn++) {
    const bare = await visit(browser, `${address}/healthz`)
    const page = await visit(browser, `${address}/z/weinan`, '[data-metric="project.count"] .value')
    if (turn === 0) continue // the browser itself warms up
    floor.push(bare.ms)
    ours.push(page)
  }
  claim('cockpit can be used', 'ms', median(ours.map((o) => o.ms)), READY_MS, median(floor))
  claim('loaded until then, gzip', 'kB', Math.max(...ours.map((o) => o.kb)), INITIAL_KB)
})
const assets = join(root, 'web/dist/assets')
claim('largest asset, gzip', 'kB', Math.max(...readdirSync(assets).map((name) => gzipped(readFileSync(join(assets, name))))), ASSET_KB)
process.exitCode = missed ? 1 : 0
