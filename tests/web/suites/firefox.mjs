// firefox.mjs — every page of the menu in Debian's Firefox: it shows, says nothing in the console, keeps to its width.
import { execFileSync } from 'node:child_process'
import { SAMPLE } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { need, PERSON, program, serve } from '../tools.mjs'

const SETTLED = { idleTime: 300, timeout: 20_000 }

const shows = () => {
  const text = (document.querySelector('#main') ?? document.body).innerText
  return text.trim().length > 40 && !text.includes('正在读取')
}

async function look(page, address, path, faults) {
  faults.length = 0
  await page.goto(address + path)
  await page.waitForNetworkIdle(SETTLED)
  await page.waitForFunction(shows, { timeout: SETTLED.timeout }).catch(() => undefined) // what it shows instead is told below
  const seen = await page.evaluate(() => ({
    text: (document.querySelector('#main') ?? document.body).innerText,
    missing: document.body.innerText.includes('没有这个页面'),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }))
  const name = path.split('?')[0]
  ok(seen.text.trim().length > 20 && !seen.missing, `${name} shows in Firefox`, seen.text.slice(0, 200))
  ok(seen.wide <= 0, `${name} keeps to its width in Firefox`, `${seen.wide} px too wide`)
  equal(faults.join('\n'), '', `${name} goes without a fault in Firefox`)
}

async function walk(browser, address) {
  const page = await browser.newPage()
  const faults = []
  page.on('console', (message) => ['error', 'warn'].includes(message.type()) && faults.push(message.text()))
  page.on('pageerror', (error) => faults.push(error.stack))
  await page.setViewport({ width: 1366, height: 768 })
  await page.goto(`${address}/sign-in`)
  await page.waitForSelector('input[name=login]')
  await page.type('input[name=login]', PERSON.login)
  await page.type('input[name=password]', PERSON.password)
  await page.click('button[type=submit]')
  await page.waitForSelector('nav.menu a')
  await page.goto(`${address}/z/weinan?as_of=2023-12-31`)
  await page.waitForSelector('nav.menu a')
  const links = await page.$$eval('nav.menu a', (all) => all.map((a) => a.getAttribute('href')))
  for (const link of links) await look(page, address, link, faults)
  await look(page, address, '/z/weinan/m/project.started?as_of=2023-12-31&by=unit', faults)
  await look(page, address, '/z/weinan/e/project/1?as_of=2023-12-31', faults)
  await look(page, address, '/z/weinan/e/project/new?as_of=2023-12-31', faults)
  await page.setViewport({ width: 390, height: 844 })
  await look(page, address, '/z/weinan?as_of=2023-12-31', faults)
}

export default () =>
  part('firefox', async () => {
    const server = await serve((db) =>
      execFileSync(program, ['import', SAMPLE, '--db', db, '--zone', 'weinan', '--zone-name', '渭南高新区', '--as-of', '2023-12-31'], { stdio: 'ignore' }),
    )
    const browser = await need('puppeteer-core').launch({ browser: 'firefox', executablePath: '/usr/bin/firefox-esr', headless: true })
    try {
      await walk(browser, server.address)
    } finally {
      await browser.close()
      await server.stop()
    }
  })
