// past.mjs — points in time: the past on every page, changes undone, deleted rows brought back, two moments compared.
import { accessible, fits, inBrowser, open, PHONE, saved, shot, shows, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'

const Z = '/z/weinan'
const AS_OF = 'as_of=2023-12-31'
const LONG_AGO = 'known_at=2020-01-01T00:00:00%2B08:00'

const api = (page, path, options) => page.evaluate(async ([p, o]) => (await fetch(`/api/v1/${p}`, o)).json(), [path, options])
const send = (page, method, path, body, headers = {}) => api(page, `${path}?zone=weinan`, { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) })
const patch = (page, path, values) => send(page, 'PATCH', path, values, { 'If-Match': '*' })
const versions = (page) => page.locator('details.history li')
const dialog = (page) => page.locator('dialog[open]')

async function history(page, address, path) {
  await page.goto(`${address}${Z}/e/${path}?${AS_OF}`)
  await page.locator('details.history summary').click()
  await versions(page).first().waitFor()
}

async function undo(page, address) {
  await page.goto(`${address}${Z}/e/unit?${AS_OF}`)
  const { id } = await send(page, 'POST', 'unit', { name: '撤销局', phone: '100', chief: '张三' })
  await patch(page, `unit/${id}`, { phone: '200', chief: '李四' })
  await patch(page, `unit/${id}`, { note: '后来的备注' })
  await history(page, address, `unit/${id}`)
  equal(await versions(page).count(), 3, 'every change is told')
  await page.locator('[data-undo="2"]').click()
  await dialog(page).locator('[data-field=phone]').waitFor()
  const told = (await dialog(page).locator('[data-field=phone]').innerText()).replace(/\s+/g, ' ')
  ok(told.includes('200') && told.includes('100'), 'what will happen is said first', told)
  await accessible(page, 'what an undo will do')
  await shot(page, 'past-undo')
  equal((await api(page, `unit/${id}?zone=weinan`)).phone, '200', 'and nothing is done before it is asked for')
  await dialog(page).locator('[data-undo]').click()
  await dialog(page).waitFor({ state: 'detached' })
  await page.locator('[data-version="4"]').waitFor()
  const row = await api(page, `unit/${id}?zone=weinan`)
  equal(`${row.phone} ${row.chief} ${row.note}`, '100 张三 后来的备注', 'the change is taken back, what came after stays')
  ok((await versions(page).first().innerText()).includes('撤销'), 'its history says so')

  await patch(page, `unit/${id}`, { phone: '300' })
  await patch(page, `unit/${id}`, { phone: '400' })
  await history(page, address, `unit/${id}`)
  await page.locator('[data-undo="5"]').click()
  await shows(dialog(page).locator('.problem'), 'UND-02')
  const conflict = (await dialog(page).locator('[data-field=phone]').innerText()).replace(/\s+/g, ' ')
  ok(['100', '400', '300'].every((n) => conflict.includes(n)), 'what was changed since is shown, with both sides', conflict)
  equal(await dialog(page).locator('[data-undo]').count(), 0, 'and cannot be undone')
  await accessible(page, 'an undo that cannot be')
  await shot(page, 'past-conflict')
  await page.keyboard.press('Escape')

  const made = await send(page, 'POST', 'unit', { name: '建错了' })
  await history(page, address, `unit/${made.id}`)
  await page.locator('[data-undo="1"]').click()
  await dialog(page).getByText('这一条将被删除').waitFor()
  await dialog(page).locator('[data-undo]').click()
  await page.waitForURL(/\/e\/unit\?/)
  equal((await api(page, `unit/${made.id}?zone=weinan`)).code, 'ROW-01', 'what was made by mistake is gone')
}

async function deleted(page, address) {
  await page.goto(`${address}${Z}/e/unit?${AS_OF}`)
  await page.locator('[data-deleted]').click()
  const row = page.locator('tr', { hasText: '建错了' })
  await row.waitFor()
  ok((await row.innerText()).includes('撤销'), 'by whom, when and by which way it was deleted')
  await accessible(page, 'deleted rows')
  await fits(page, 'deleted rows')
  await shot(page, 'past-deleted')
  await row.getByRole('link').click()
  await page.getByText('时登记的内容').waitFor()
  await page.locator('.record-page[data-state=shown] h1', { hasText: '建错了' }).waitFor()
  ok(true, 'it can be looked at as it was')
  await page.goBack()
  await row.locator('[data-restore]').click()
  await dialog(page).getByText('将按删除前的样子恢复').waitFor()
  await accessible(page, 'bringing back')
  await dialog(page).locator('[data-undo]').click()
  await row.waitFor({ state: 'detached' })
  const back = await api(page, 'unit?zone=weinan&where=' + encodeURIComponent('name = "建错了"'))
  equal(back.items.length, 1, 'and brought back')
}

async function moment(page, address) {
  await page.goto(`${address}${Z}?${AS_OF}`)
  await page.locator('[data-moment]').click()
  const card = page.locator('.time .card')
  await card.waitFor()
  await accessible(page, 'the point in time')
  await shot(page, 'past-moment')
  const slider = card.getByRole('slider')
  await slider.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL(/as_of=2023-11-30/)
  ok(true, 'the slider goes from month to month by keyboard, and the address keeps it')
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  ok(await page.evaluate(() => document.activeElement?.matches('[data-moment]')), 'Escape closes it where it was opened')
  await page.locator('[data-moment]').click()
  await card.locator('input[type=datetime-local]').fill('2020-01-01T00:00')
  await card.getByRole('button', { name: '查看' }).click()
  await page.waitForURL(/known_at=2020-01-01/)
  await page.getByText('这是 2020-01-01 00:00 时登记的内容').waitFor()
  await page.getByText('还没有').first().waitFor()
  ok(true, 'the cockpit shows what was on record then: nothing yet')
  await page.keyboard.press('Escape')
  for (const [name, to] of [['list', '项目清单'], ['board', '阶段看板'], ['timeline', '时间轴'], ['map', '地图'], ['reports', '报告中心'], ['metrics', '指标目录']]) {
    await page.locator('nav.menu').getByRole('link', { name: to, exact: true }).click()
    await page.waitForURL(/known_at=2020-01-01/)
    await page.locator('.past').waitFor()
    await page.waitForLoadState('networkidle')
    if (name === 'list') equal(await page.locator('tr[data-id]').count(), 0, 'no row of today in the list')
    if (name === 'reports') equal(await page.locator('[data-issue]').count(), 0, 'no issue of a report that was not kept yet')
    if (name === 'board') equal(await page.locator('[data-card]').count(), 0, 'no card on the board')
    if (name === 'metrics') {
      const value = await page.locator('a.value').first().innerText()
      equal(value.trim().startsWith('0'), true, 'figures are those of then')
    }
  }
  ok(true, 'one stays in the past from page to page')
  const there = page.url()
  await page.locator('nav.menu').getByRole('link', { name: '大屏', exact: true }).click()
  await page.waitForURL(/screen.*known_at=2020-01-01/)
  await page.getByText('这是 2020-01-01 00:00 时登记的内容').waitFor()
  const count = page.locator('[data-metric="project.count"] .value')
  equal(await count.innerText(), '0', 'the big screen too')
  await page.locator('[data-moment]').click()
  await shot(page, 'past-screen')
  await page.getByRole('button', { name: '回到现在' }).click()
  await page.getByText('135', { exact: true }).first().waitFor()
  equal(await count.innerText(), '135', 'and comes back from it to now')
  await page.goto(there)
  await page.locator('.past').waitFor()
  await page.locator('.past').getByRole('button', { name: '回到现在' }).click()
  await page.locator('.past').waitFor({ state: 'detached' })
  await page.waitForFunction(() => !document.querySelector('a.value')?.innerText.startsWith('0'))
  ok(true, 'and comes back to now')
  await page.locator('nav.menu').getByRole('link', { name: '项目清单', exact: true }).click()
  await page.locator('tr[data-id]').first().waitFor()
  equal(await page.locator('.past').count(), 0, 'and stays there')
  await page.goto(`${address}${Z}/e/project?${AS_OF}&${LONG_AGO}`)
  await page.locator('.past').waitFor()
  equal(await page.getByRole('link', { name: '新建' }).count(), 0, 'nothing is made in the past')
}

async function compareList(page, address) {
  await page.goto(`${address}${Z}/e/unit?${AS_OF}`)
  const { id } = await send(page, 'POST', 'unit', { name: '对比局' })
  const then = encodeURIComponent(new Date((await page.evaluate(() => Date.now())) + 1).toISOString())
  await page.waitForTimeout(20)
  await patch(page, `unit/${id}`, { chief: '新领导' })
  const added = await send(page, 'POST', 'unit', { name: '新来的局' })
  const gone = await api(page, 'unit?zone=weinan&where=' + encodeURIComponent('name = "建错了"'))
  await page.evaluate(([i]) => fetch(`/api/v1/unit/${i}?zone=weinan`, { method: 'DELETE', headers: { 'If-Match': '*' } }), [gone.items[0].id])
  await page.goto(`${address}${Z}/e/unit/compare?${AS_OF}&from_as_of=2023-12-31&from_known_at=${then}`)
  const line = page.locator(`[data-id="${id}"] [data-field=chief]`)
  await line.waitFor()
  const told = (await line.innerText()).replace(/\s+/g, ' ')
  ok(told.includes('对比局') && told.includes('新领导'), 'a changed row, field by field', told)
  await page.locator(`[data-id="${added.id}"]`, { hasText: '新来的局' }).waitFor()
  await page.locator(`[data-id="${gone.items[0].id}"]`, { hasText: '建错了' }).waitFor()
  equal(await page.locator('[data-kind]').allInnerTexts().then((all) => all.map((s) => s.replace(/\D/g, '')).join()), '1,1,1', 'counted by kind')
  await accessible(page, 'a list at two moments')
  await fits(page, 'a list at two moments')
  await shot(page, 'past-compare-list')
  const file = await saved(page, page.locator('[data-export]'))
  ok(file.suggestedFilename().includes('对比'), 'and taken away as a workbook')
  await page.locator('[data-kind=added]').click()
  await line.waitFor({ state: 'detached' })
  ok(true, 'one kind at a time')

  await page.goto(`${address}${Z}/e/unit/${id}/compare?${AS_OF}&from_as_of=2023-12-31&from_known_at=${then}`)
  await page.locator('[data-field=chief]').waitFor()
  equal(await page.locator('[data-field]').count(), 1, 'a record, what differs only')
  await page.getByRole('checkbox').check()
  await page.locator('[data-field=name]').waitFor()
  ok(true, 'or all of it')
  await accessible(page, 'a record at two moments')
  await shot(page, 'past-compare-record')
}

async function compareFigures(page, address) {
  await page.goto(`${address}${Z}?${AS_OF}`)
  await page.locator('[data-moment]').click()
  await page.locator('[data-compare]').click()
  const line = page.locator('tr[data-metric="investment.completed"]')
  await line.waitFor()
  const [then, now, difference] = (await line.locator('td').allInnerTexts()).map((s) => s.trim())
  ok(then !== now && difference.startsWith('+'), 'what was invested grew in a month', `${then} ${now} ${difference}`)
  await accessible(page, 'figures at two moments')
  await fits(page, 'figures at two moments')
  await shot(page, 'past-compare-figures')
  await line.getByRole('link').first().click()
  await page.waitForURL(/\/m\/investment.completed\?.*as_of=2023-11-30/)
  ok(true, 'each opens into its rows, as they were')
  await page.goBack()
  await page.locator('[data-before-import]').click()
  await page.waitForURL(/from_known_at=/)
  await page.locator('tr[data-metric="project.count"] td').first().filter({ hasText: /^0/ }).waitFor()
  ok(true, 'before the import there was nothing on record')
  await page.getByRole('link', { name: '逐个项目对比' }).click()
  await page.locator('[data-kind=added] b').filter({ hasText: '135' }).waitFor()
  ok(true, 'project by project: all came with it')
}

async function english(page, address) {
  await page.addInitScript(() => localStorage.setItem('steward.language', 'en'))
  for (const [name, path, waits] of [
    ['compare-list', `e/unit/compare?${AS_OF}&from_known_at=${encodeURIComponent('2020-01-01T00:00:00+08:00')}`, '[data-kind]'],
    ['compare-figures', `compare?${AS_OF}`, 'tr[data-metric]'],
    ['deleted', 'e/unit/deleted', '[data-restore]'],
    ['past', `e/project?${AS_OF}&${LONG_AGO}`, '.past'],
  ]) {
    await page.goto(`${address}${Z}/${path}`)
    await page.locator(waits).first().waitFor()
    await accessible(page, `${name} in English`)
    await shot(page, `past-${name}-en`)
  }
  await page.locator('.past').getByText('You are looking at the past as known on').waitFor()
  const frame = await page.locator('.past, .moments, thead, .time').allInnerTexts()
  equal(/\p{Script=Han}/u.test(frame.join(' ')), false, 'the past speaks English')
  await page.evaluate(() => localStorage.clear())
}

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, colorScheme: 'dark', hasTouch: true })
  for (const [name, path, waits] of [
    ['list', `e/unit/compare?${AS_OF}&from_known_at=${encodeURIComponent('2020-01-01T00:00:00+08:00')}`, '[data-kind]'],
    ['figures', `compare?${AS_OF}`, 'tr[data-metric]'],
    ['deleted', 'e/unit/deleted', '[data-restore]'],
    ['moment', `e/project?${AS_OF}&${LONG_AGO}`, '.past'],
  ]) {
    await page.goto(`${address}${Z}/${path}`)
    await page.locator(waits).first().waitFor()
    if (name === 'moment') await page.locator('[data-moment]').click()
    await fits(page, `${name} on a phone`)
    await accessible(page, `${name} on a phone, dark`)
    await shot(page, `past-phone-${name}`)
  }
  equal(unexpected(faults), '', 'nothing goes wrong on a phone')
  await context.close()
}

export default () =>
  part('past', () =>
    inBrowser({ sample: true }, async ({ browser, address }) => {
      const { page, faults, context } = await open(browser)
      const steps = { undo, deleted, moment, compareList, compareFigures, english }
      for (const [name, step] of Object.entries(steps)) await part(name, () => step(page, address))
      equal(unexpected(faults, [404, 409]), '', 'nothing goes wrong on the way')
      await context.close()
      await part('phone', () => phone(browser, address))
    }),
  )
