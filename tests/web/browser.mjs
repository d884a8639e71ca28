// browser.mjs — Chromium on the real program: pages that keep what goes wrong on them, pictures, accessibility.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { equal, ok, part } from './tap.mjs'
import { need, program, root, serve, session } from './tools.mjs'

export const SAMPLE = join(root, 'share/samples/weinan-2023.xlsx')
export const WIDE = { width: 1366, height: 768 }
export const PHONE = { width: 390, height: 844 }
const SHOTS = join(root, 'build/web-shots')
export const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
}

/** A page that keeps all that goes wrong on it, of somebody who is signed in unless `stranger`. */
export async function open(browser, { stranger = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale: 'zh-CN', reducedMotion: 'reduce', ...options })
  if (!stranger) await context.addCookies([{ ...session(), domain: '127.0.0.1', path: '/', httpOnly: true, sameSite: 'Lax' }])
  const page = await context.newPage()
  const faults = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => faults.push(error.stack))
  page.on('requestfailed', (request) => {
    const emptied = ['DELETE', 'PUT'].includes(request.method()) && request.failure()?.errorText === 'net::ERR_ABORTED' // what Chromium calls a 204
    if (!request.url().endsWith('/events') && !emptied) faults.push(`${request.url()} ${request.failure()?.errorText}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI} ${e.sample}`))
  })
  page.setDefaultTimeout(20_000)
  return { page, faults, context }
}

export async function shot(page, name) {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(SHOTS, `${name}.png`) })
}

export async function fits(page, name) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  ok(width <= page.viewportSize().width, `${name} fits its width`, `${width} px wide`)
}

/** What a click downloads. */
export async function saved(page, button) {
  const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
  return file
}

/** Until `text` stands in the place that `locator` names. */
export const shows = (locator, text) => locator.filter({ hasText: text }).first().waitFor()

/** Nothing serious for people who cannot see, point or tell colours (axe-core). */
export async function accessible(page, name) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8'))
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  const serious = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical')
  const told = serious.map((v) => `${v.id}: ${v.help}\n${v.nodes.slice(0, 5).map((n) => `  ${n.target.join(' ')} ${n.failureSummary}`).join('\n')}`)
  ok(serious.length === 0, `${name} is accessible`, told.join('\n'))
}

/** The server answers a problem to some questions on purpose, and the browser's console notes each with its status. */
export function unexpected(faults, statuses = []) {
  return faults.filter((f) => !statuses.some((s) => f.includes(`status of ${s}`))).join('\n')
}

/** A browser and the program, over an empty database, the sample ledger or what `fill` puts in, for as long as `work` takes. */
export async function inBrowser({ sample = false, fill = () => {}, ...how }, work) {
  mkdirSync(SHOTS, { recursive: true })
  const server = await serve((db, folder) => {
    if (sample) execFileSync(program, ['import', SAMPLE, '--db', db, '--zone', 'weinan', '--zone-name', '渭南高新区', '--as-of', '2023-12-31'], { stdio: 'ignore' })
    fill(db, folder)
  }, how)
  const browser = await need('playwright-core').chromium.launch(CHROMIUM)
  try {
    await work({ browser, address: server.address, folder: server.folder })
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** Steps on one page over the sample; at the end nothing may have gone wrong but the statuses that are expected. */
export async function walkSample({ steps, options = {}, statuses = [], role }) {
  await inBrowser({ sample: true, role }, async ({ browser, address }) => {
    const { page, faults, context } = await open(browser, options)
    for (const [name, step] of Object.entries(steps)) await part(name, () => step(page, address, browser))
    equal(unexpected(faults, statuses), '', 'nothing goes wrong on the way')
    await context.close()
  })
}
