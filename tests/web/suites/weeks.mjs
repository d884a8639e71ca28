// weeks.mjs — the weekly report: opened by the office, filled in on a phone, typed without a line, confirmed, seen by all.
import { execFileSync } from 'node:child_process'
import { accessible, fits, inBrowser, open, PHONE, saved, shot, unexpected, WIDE } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { PERSON, program } from '../tools.mjs'

const UNIT = '城市管理局'
const PEOPLE = [
  ['report', 'reporter', '张敏'],
  ['second', 'reporter', '李雷'],
  ['chief', 'chief', '王局'],
]
/** A picture of one point. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64')

function fill(db) {
  for (const [login, role, name] of PEOPLE)
    execFileSync(program, ['user', 'add', login, '--db', db, '--zone', 'weinan', '--name', name, '--role', role, '--unit', UNIT, '--password-stdin'], { input: PERSON.password, stdio: ['pipe', 'ignore', 'inherit'] })
}

async function signedIn(browser, address, login, options = {}) {
  const opened = await open(browser, { stranger: true, ...options })
  await opened.page.goto(`${address}/sign-in`)
  await opened.page.locator('input[autocomplete=username]').fill(login)
  await opened.page.locator('input[autocomplete=current-password]').fill(PERSON.password)
  await opened.page.locator('form button[type=submit]').click()
  await opened.page.waitForURL((url) => url.pathname !== '/sign-in')
  return opened
}
const says = (page, text) => page.getByText(text).first().waitFor()
const cards = (page) => page.locator('[data-report]')
const file = (page) => page.locator('[data-deed=file]')
const markOf = (page, i) => cards(page).nth(i).locator('h2 .mark')
const field = (page, name) => page.locator(`.card.open [data-field=${name}]`)

async function begin(page, address) {
  await page.goto(`${address}/z/weinan/weeks`)
  await says(page, '还没有周报')
  await shot(page, 'weeks-none')
  await page.getByRole('button', { name: '发出本周任务' }).click()
  await page.locator('[data-week]').first().waitFor()
  await says(page, '0 / 16 家已报')
  ok((await page.locator('pre').textContent()).includes(`1. ${UNIT}（已填 0/4）`), 'a list to remind by')
  await accessible(page, 'weeks')
  await shot(page, 'weeks')
}

/** One tap where nothing changed; what changed is typed, nothing else. */
async function onPhone(browser, address) {
  const { page, faults, context } = await signedIn(browser, address, 'report', { viewport: PHONE, hasTouch: true, isMobile: true })
  await page.waitForURL('**/z/weinan/week')
  ok(true, 'a reporter begins with the week')
  await page.locator('.card.open').waitFor()
  equal(await cards(page).count(), 4, 'the unit’s projects')
  await accessible(page, 'the desk')
  await fits(page, 'the desk on a phone')
  await shot(page, 'week-phone')
  let taps = 0
  const tap = async (what) => (taps++, what.tap())
  const began = Date.now()
  await tap(file(page))
  await markOf(page, 0).filter({ hasText: '无变化' }).waitFor()
  await page.locator('.card.open', { has: page.getByText('未填') }).waitFor()
  equal(taps, 1, 'nothing changed takes one tap, and the next project is at hand')
  await tap(field(page, 'month_investment').locator('input'))
  await page.keyboard.type('123.45')
  await tap(field(page, 'done').locator('textarea'))
  await page.keyboard.type('完成二层')
  await tap(field(page, 'difficulty').locator('textarea'))
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type('用电容量不足')
  equal(await field(page, 'month_investment').locator('select').inputValue(), '1000000', 'money is typed in 万元')
  await tap(file(page))
  await markOf(page, 1).filter({ hasText: '3 处变化' }).waitFor()
  equal(taps, 5, 'three fields changed take five taps, one of them to the next')
  ok((Date.now() - began) / 2 < 20_000, 'under 20 seconds a project', `${Math.round((Date.now() - began) / 2)} ms each`)
  await shot(page, 'week-phone-filled')
  await photo(page)
  equal(unexpected(faults, [401]), '', 'nothing goes wrong on the phone')
  await context.close()
}

async function photo(page) {
  await page.locator('.card.open input[type=file]').setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PICTURE })
  await page.locator('.card.open .look img').first().waitFor()
  equal(await page.locator('.card.open input[type=file]').getAttribute('capture'), 'environment', 'a photo is taken with the camera')
}

/** Typed and filed without a line, the page left and come back to; a colleague filed the same meanwhile. */
async function withoutLine(browser, address) {
  const { page, context } = await signedIn(browser, address, 'report')
  await page.locator('.card.open').waitFor()
  await context.setOffline(true)
  await field(page, 'done').locator('textarea').fill('完成三层')
  await file(page).click()
  await markOf(page, 2).filter({ hasText: '待发送' }).waitFor()
  ok(true, 'what cannot be sent waits')
  ok(await page.getByRole('button', { name: '上报' }).isDisabled(), 'and is not forgotten by submitting')
  await field(page, 'image_progress').locator('textarea').fill('我写的进度')
  await file(page).click()
  await markOf(page, 3).filter({ hasText: '待发送' }).waitFor()
  const other = await signedIn(browser, address, 'second')
  await cards(other.page).nth(3).locator('button.line').click()
  await field(other.page, 'image_progress').locator('textarea').fill('同事写的进度')
  await file(other.page).click()
  await markOf(other.page, 3).filter({ hasText: '变化' }).waitFor()
  await other.context.close()
  await context.setOffline(false)
  await page.reload()
  await markOf(page, 2).filter({ hasText: '变化' }).waitFor()
  ok(true, 'it is sent by itself once there is a line again')
  await markOf(page, 3).filter({ hasText: '有冲突' }).waitFor()
  await cards(page).nth(3).locator('button.line').click()
  equal(await field(page, 'image_progress').locator('textarea').inputValue(), '我写的进度', 'what one typed is still there')
  await page.getByRole('button', { name: '对照' }).click()
  await page.getByText('同事写的进度').waitFor()
  await shot(page, 'week-conflict')
  await page.getByRole('button', { name: '按选择保存' }).click()
  await markOf(page, 3).filter({ hasText: '变化' }).waitFor()
  await page.reload()
  await cards(page).nth(3).locator('button.line').click()
  equal(await field(page, 'image_progress').locator('textarea').inputValue(), '我写的进度', 'mine was chosen')
  await page.getByRole('button', { name: '上报' }).click()
  await says(page, '已报待确认')
  equal(await page.getByRole('button', { name: '确认', exact: true }).count(), 0, 'a reporter does not confirm')
  await context.close()
}

/** The workbook goes out, is left as it is, and comes back: nothing differs, and the rest can be filed with it. */
async function workbook(browser, address) {
  const { page, context } = await signedIn(browser, address, 'report')
  await cards(page).first().waitFor()
  const out = await saved(page, page.getByRole('button', { name: '导出工作簿' }))
  equal(out.suggestedFilename().replace(/W\d+/, 'W'), `${UNIT} 周报 2026-W.xlsx`, 'a workbook of the unit and week')
  await page.locator('input[accept*=xlsx]').setInputFiles(await out.path())
  await says(page, '表里没有改动，或系统里已经是这样。')
  await page.locator('dialog').getByRole('button', { name: '取消' }).click()
  const csv = '项目名称,形象进度,本月完成投资(万元)\n特种陶瓷项目(二标段·样例),屋面完工,不知道\n没有的项目,,\n'
  await page.locator('input[accept*=xlsx]').setInputFiles({ name: '周报.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await page.locator('[data-cell=B2]').waitFor()
  equal(await page.locator('dialog .remarks li').count(), 2, 'what is wrong is told cell by cell')
  await accessible(page, 'what differs in the workbook')
  await shot(page, 'week-sheet')
  await page.getByRole('button', { name: '合并' }).click()
  await says(page, '已合并 1 个项目')
  await cards(page).nth(1).locator('button.line').click()
  equal(await field(page, 'image_progress').locator('textarea').inputValue(), '屋面完工', 'and what is chosen is filled in')
  await context.close()
}

async function confirm(browser, address) {
  const { page, faults, context } = await signedIn(browser, address, 'chief')
  await page.locator('[data-report]').first().waitFor()
  await cards(page).nth(1).locator('button.line').click()
  await field(page, 'done').getByText('有变化').waitFor()
  await page.getByRole('button', { name: '退回' }).click()
  const dialog = page.locator('dialog')
  ok(await dialog.getByRole('button', { name: '退回' }).isDisabled(), 'sending back takes a reason')
  await dialog.locator('textarea').fill('投资额再核一下')
  await dialog.getByRole('button', { name: '退回' }).click()
  await says(page, '退回或重开的理由：投资额再核一下')
  await page.getByRole('button', { name: '上报' }).click()
  await page.getByRole('button', { name: '确认', exact: true }).click()
  await page.getByText('已确认', { exact: true }).waitFor()
  await shot(page, 'week-confirmed')
  const name = await cards(page).nth(3).getAttribute('data-report')
  await page.goto(`${address}/z/weinan/e/project?search=${encodeURIComponent(name)}`)
  await page.locator('tr[data-id] a').first().click()
  await says(page, '我写的进度')
  await page.locator('details.history summary').click()
  await page.locator('.history li', { hasText: '周报' }).first().waitFor()
  ok(true, 'what was confirmed is in the project, whose history names the way')
  equal(unexpected(faults, [401]), '', 'nothing goes wrong while it is confirmed')
  await context.close()
}

async function overview(page, address) {
  await page.goto(`${address}/z/weinan/weeks`)
  await says(page, '1 / 16 家已报')
  const cell = page.locator(`[data-unit=${UNIT}] .cell`)
  equal((await cell.locator('.mark').textContent()).trim(), '已确认', 'the unit’s cell says so')
  await cell.click()
  await cards(page).nth(1).locator('button.line').click()
  await says(page, '用电容量不足')
  await page.setViewportSize(PHONE)
  await page.goto(`${address}/z/weinan/weeks`)
  await page.locator('[data-week]').first().waitFor()
  await fits(page, 'the overview on a phone')
  await page.setViewportSize(WIDE)
  await page.evaluate(() => localStorage.setItem('steward.language', 'en'))
  await page.reload()
  await says(page, '1 of 16 units have reported')
  await page.goto(`${address}/z/weinan/week`)
  await page.getByRole('heading', { name: 'This week’s report' }).waitFor()
  await page.locator('[data-report]').first().waitFor()
  await shot(page, 'week-en')
}

export default async function weeks() {
  await inBrowser({ sample: true, fill }, async ({ browser, address }) => {
    const { page, faults } = await open(browser)
    await part('the office opens a week', () => begin(page, address))
    await part('a phone', () => onPhone(browser, address))
    await part('no line', () => withoutLine(browser, address))
    await part('a workbook', () => workbook(browser, address))
    await part('the unit head', () => confirm(browser, address))
    await part('the overview', () => overview(page, address))
    equal(unexpected(faults), '', 'nothing goes wrong in the office')
  })
}
