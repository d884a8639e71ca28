// problems.mjs — a problem from raised to closed in the browser: steps with their dialogs, on a desk and on a phone.
import { accessible, fits, open, PHONE, shot, shows, walkSample } from '../browser.mjs'
import { equal, ok } from '../tap.mjs'

const Z = '/z/weinan'

async function api(page, address, method, path, data, headers = {}) {
  const response = await page.request.fetch(`${address}/api/v1/${path}${path.includes('?') ? '&' : '?'}zone=weinan`, { method, data, headers: { ...headers, Origin: address } })
  if (response.status() >= 300) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
  return response.json()
}
const raise = (page, address, values) => api(page, address, 'POST', 'problem', { raised_on: '2026-11-02', ...values })
const deed = (page, address, id, body) => api(page, address, 'POST', `problem/${id}/deeds`, body, { 'If-Match': '*' })
const dialog = (page) => page.getByRole('dialog')
const button = (page, kind) => page.locator(`.way-panel [data-deed=${kind}]`)

async function take(page, kind, fill) {
  await button(page, kind).click()
  await dialog(page).locator('form').waitFor()
  await fill?.(dialog(page))
  await dialog(page).locator('button[type=submit]').click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.locator(`.steps-panel [data-step=${kind}]`).last().waitFor()
}
const words = (text) => (box) => box.locator('[name=content]').fill(text)

/** The whole way of an enterprise's request, by the buttons of its page. */
async function way(page, address) {
  const { id } = await raise(page, address, { description: '厂区门前道路没有接通，货车进不来', source: 'enterprise', category: 'utilities' })
  await page.goto(`${address}${Z}/e/problem/${id}`)
  await button(page, 'assess').waitFor()
  equal(await page.locator('.way-panel [data-deed]').allTextContents().then((all) => all.join(' ')), '研判 交办 并案', 'a new problem is assessed, handed out or merged')
  await take(page, 'assess', words('属实，由住建部门牵头'))
  await button(page, 'assign').click()
  await accessible(page, 'handing out')
  await shot(page, 'problem-assign')
  const unit = dialog(page).locator('[name=unit]')
  await unit.fill('街道')
  await page.getByRole('option').first().click()
  await dialog(page).locator('[name=grade]').selectOption('days_3')
  await words('十一月底前接通')(dialog(page))
  await dialog(page).locator('button[type=submit]').click()
  await shows(page.locator('[data-clock]'), '还有 3 个工作日')
  ok(true, 'the limit is counted in working days')
  await take(page, 'urge')
  await take(page, 'handle', words('路基已完成，正在铺设'))
  await take(page, 'verify', words('现场核实，已通车'))
  await button(page, 'close').click()
  await words('已通车，见验收单')(dialog(page))
  await dialog(page).locator('button[type=submit]').click()
  await shows(dialog(page).locator('.problem'), 'PRB-04')
  ok(true, 'an enterprise request is not closed without its word')
  await dialog(page).locator('[name=satisfaction]').selectOption('satisfied')
  await dialog(page).locator('button[type=submit]').click()
  await page.locator('.way-panel[data-state=closed]').waitFor()
  equal(await page.locator('.steps-panel [data-step]').evaluateAll((all) => all.map((e) => e.dataset.step).join(' ')), 'raise assess assign urge handle verify close', 'every step stands in the timeline')
  await accessible(page, 'a problem')
  await fits(page, 'a problem')
  await shot(page, 'problem')
  await take(page, 'reopen', words('雨后又塌陷'))
  await page.locator('.way-panel[data-state=handling]').waitFor()
  ok(true, 'and it can be reopened')
}

async function twoAtOnce(page, address) {
  const { id } = await raise(page, address, { description: '两个人同时研判' })
  await page.goto(`${address}${Z}/e/problem/${id}`)
  await button(page, 'assess').click()
  await words('我的研判')(dialog(page))
  await deed(page, address, id, { kind: 'assess', content: '别人先研判了' })
  await dialog(page).locator('button[type=submit]').click()
  await shows(dialog(page).locator('.problem'), 'ROW-02')
  equal(await dialog(page).locator('[name=content]').inputValue(), '我的研判', 'what was typed stays')
  await page.keyboard.press('Escape')
  await page.locator('.way-panel[data-state=assessed]').waitFor()
  await page.locator('details.history summary').click()
  await page.locator('details.history li').first().waitFor()
  equal(await page.locator('details.history li[data-version="2"] [data-undo]').count(), 0, 'a step is not undone as a form is')
}

async function merge(page, address) {
  const kept = await raise(page, address, { description: '变压器容量不足' })
  const twin = await raise(page, address, { description: '变压器不够用' })
  await page.goto(`${address}${Z}/e/problem/${twin.id}`)
  await button(page, 'merge').click()
  await dialog(page).locator('[name=duplicate_of]').fill('变压器容量不足')
  await page.getByRole('option', { name: /变压器容量不足/ }).first().click()
  await dialog(page).locator('button[type=submit]').click()
  await page.getByRole('link', { name: '已并入：变压器容量不足' }).click()
  await page.locator('.steps-panel .part').filter({ hasText: '变压器不够用' }).waitFor()
  equal(new URL(page.url()).pathname, `${Z}/e/problem/${kept.id}`, 'the two point to each other')
}

/** A slip on a problem: issued with a number, answered with a plan, the plan approved. */
async function slips(page, address) {
  const { items } = await api(page, address, 'GET', 'unit?limit=1')
  const { id } = await raise(page, address, { description: '供水管网压力不足，二期无法试产' })
  await deed(page, address, id, { kind: 'assign', unit: items[0].id, grade: 'days_3', content: '提高水压' })
  await page.goto(`${address}${Z}/e/problem/${id}`)
  await page.locator('[data-deed=slip]').click()
  const form = dialog(page).locator('form')
  await form.locator('[name=kind]').selectOption('supervision')
  await accessible(page, 'a new slip')
  await form.locator('button[type=submit]').click()
  await page.getByRole('link', { name: /督办单〔20\d\d〕1号/ }).click()
  await shows(page.locator('.slip-panel'), '供水管网压力不足')
  ok(true, 'it is issued under its number, with its document')
  await page.locator('.steps-panel, .slip-panel').first().waitFor()
  await page.locator('.slip-panel [data-deed=answer]').click()
  await form.locator('[name=answer]').fill('已联系水务公司')
  await form.locator('[name=rectification]').fill('十二月五日前更换水泵，责任人李四')
  await form.locator('button[type=submit]').click()
  await page.locator('.slip-panel [data-deed=approve]').waitFor()
  await accessible(page, 'a slip')
  await fits(page, 'a slip')
  await shot(page, 'slip')
  await page.locator('.slip-panel [data-deed=approve]').click()
  await form.locator('button[type=submit]').click()
  await page.locator('.slip-panel[data-state=settled]').waitFor()
  ok(true, 'its plan is approved')
  await page.goto(`${address}${Z}/e/slip`)
  await page.getByText(/督办单〔20\d\d〕1号/).first().waitFor()
  ok(true, 'the list of slips has it')
  await page.goto(`${address}${Z}/e/problem/${id}`)
  await page.locator('.steps-panel [data-step=answer]').waitFor()
  equal(await page.locator('.steps-panel [data-step]').evaluateAll((all) => all.map((e) => e.dataset.step).join(' ')), 'raise assign urge answer', 'issuing urged the problem, and the answer is a step of it')
}

/** While a problem is typed, those there were before are shown. */
async function similar(page, address) {
  const old = await raise(page, address, { description: '高压线横穿厂区需要迁改' })
  await page.goto(`${address}${Z}/e/problem/new`)
  await page.locator('[data-field=description] textarea').fill('厂区内有高压线需要迁改')
  await page.locator(`.similar-panel [data-similar="${old.id}"]`).waitFor()
  ok(true, 'a problem that was there before is found while one types')
  await shot(page, 'problem-similar')
  await page.locator('[data-field=description] textarea').fill('')
}

async function ledger(page, address) {
  page.once('dialog', (ask) => void ask.accept())
  await page.goto(`${address}${Z}/problems/ledger?as_of=2023-12-31`)
  await page.locator('[data-total]').waitFor()
  const total = await page.locator('[data-total] a').textContent()
  const metric = await api(page, address, 'GET', 'metrics/problem.raised?as_of=2023-12-31')
  equal(total, String(metric.value), 'the ledger counts as the metric does')
  await accessible(page, 'the classified ledger')
  await fits(page, 'the classified ledger')
  await shot(page, 'problem-ledger')
  const cell = page.locator('tbody tr:not(.sum) td a').first()
  const many = Number(await cell.textContent())
  await cell.click()
  await page.waitForURL(/\/e\/problem\?/)
  const where = new URL(page.url()).searchParams.get('where')
  equal((await api(page, address, 'GET', `problem/groups?as_of=2023-12-31&where=${encodeURIComponent(where)}`)).total.count, many, 'a cell opens into its rows')
  const book = await page.request.get(`${address}/api/v1/problem/ledger?zone=weinan&as_of=2023-12-31&format=xlsx`)
  ok(book.ok() && (await book.body()).length > 3000, 'and it is exported')
}

async function phone(page, address, browser) {
  const { id } = await raise(page, address, { description: '手机上办理：施工便道被占用' })
  const hand = await open(browser, { viewport: PHONE, hasTouch: true, colorScheme: 'dark' })
  await hand.page.goto(`${address}${Z}/e/problem/${id}`)
  await take(hand.page, 'assess', words('属实'))
  await fits(hand.page, 'a problem on a phone')
  await accessible(hand.page, 'a problem on a phone, dark')
  await button(hand.page, 'assign').click()
  await fits(hand.page, 'a step on a phone')
  await shot(hand.page, 'phone-problem')
  equal(hand.faults.join('\n'), '', 'nothing goes wrong on a phone')
  await hand.context.close()
}

export default () => walkSample({ statuses: [412, 422], steps: { way, twoAtOnce, merge, slips, similar, ledger, phone } })
