// operate.mjs — the pages of whoever keeps the server: backups by themselves and on request, and one of them restored.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { accessible, fits, inBrowser, open, PHONE, shot, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { program } from '../tools.mjs'

const PAGE = '/z/weinan/backups'
const dumpOf = (db) => execFileSync(program, ['dump', '--db', db], { maxBuffer: 1 << 28 }).toString()

async function backups(page, address, folder) {
  await page.goto(address + PAGE)
  const runs = page.locator('[data-run]')
  await runs.first().waitFor()
  equal(await runs.first().locator('.mark').textContent(), '完成', 'the server has backed itself up')
  ok((await page.getByText('每 6 小时').count()) === 1, 'the plan is told')
  await page.waitForTimeout(1100) // file names go by the second
  await page.getByRole('button', { name: '现在备份' }).click()
  await page.getByText('备份完成：').waitFor()
  equal(await runs.count(), 2, 'one more on request')
  await accessible(page, 'backups')
  await shot(page, 'backups')
  const command = await page.locator('code', { hasText: 'steward restore' }).textContent()
  const file = command.split(' ')[2]
  ok(file.startsWith(join(folder, 'backups')), 'the way back names the latest file', command)
  const restored = join(folder, 'restored.db')
  execFileSync(program, ['verify', file], { stdio: 'ignore' })
  execFileSync(program, ['restore', file, '--db', restored], { stdio: 'ignore' })
  const after = dumpOf(restored)
  ok(after.includes('"table":"project","rows":135') && after.includes('steward-'), 'which brings everything back, the first run noted in it')
}

async function narrowAndEnglish(page, address) {
  await page.setViewportSize(PHONE)
  await page.goto(address + PAGE)
  await page.locator('[data-run]').first().waitFor()
  await fits(page, 'backups on a phone')
  await page.evaluate(() => localStorage.setItem('steward.language', 'en'))
  await page.reload()
  await page.getByRole('button', { name: 'Back up now' }).waitFor()
  await page.locator('.mark', { hasText: 'Done' }).first().waitFor()
  await page.getByText('every 6 hours').waitFor()
  ok(!/[\u4e00-\u9fff]/.test(await page.locator('#main h2').allTextContents().then((all) => all.join(''))), 'in English throughout')
}

async function none(page, address) {
  await page.goto(address + PAGE)
  await page.getByText('没有设置备份').waitFor()
  ok(await page.getByRole('button', { name: '现在备份' }).isDisabled(), 'without a folder there is nothing to press')
}

export default async function operate() {
  const set = (folder) => [`backup.folder=${join(folder, 'backups')}`, 'backup.every=6h']
  await inBrowser({ sample: true, set, role: 'sysadmin' }, async ({ browser, address, folder }) => {
    const { page, faults } = await open(browser)
    await part('backups', () => backups(page, address, folder))
    await part('backups, narrow and in English', () => narrowAndEnglish(page, address))
    equal(unexpected(faults, [403]), '', 'nothing went wrong in the browser')
  })
  await inBrowser({ sample: true, role: 'sysadmin' }, async ({ browser, address }) => {
    const { page, faults } = await open(browser)
    await part('no backups set up', () => none(page, address))
    equal(unexpected(faults, [403]), '', 'nothing went wrong in the browser')
  })
}
