// lists.mjs — lists of any entity: found, sorted, grouped, coloured, changed, kept, taken away; ten thousand rows scroll without gaps.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { accessible, fits, inBrowser, open, PHONE, saved, shot, shows, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { ask, program } from '../tools.mjs'

const AS_OF = '2023-12-31'
const list = (address, entity, query = {}) => `${address}/z/weinan/e/${entity}?${new URLSearchParams({ as_of: AS_OF, ...query })}`
const api = async (address, path, query = {}) => (await ask(`${address}/api/v1/${path}?${new URLSearchParams({ zone: 'weinan', as_of: AS_OF, ...query })}`)).json()
const counted = async (address, where) => (await api(address, 'project', { where, limit: 1, count: true })).count
const title = (page, n = 0) => page.locator('tr[data-id] .first').nth(n).textContent().then((text) => text.trim())
const shownCount = (page, n) => shows(page.locator('.count'), `共 ${n} 行`)
const asked = (page, key) => new URL(page.url()).searchParams.getAll(key)
const grid = (page) => page.getByRole('grid')

async function plainList(page, address) {
  await page.goto(list(address, 'project'))
  await shownCount(page, 135)
  ok((await page.locator('tr[data-id]').count()) < 80, 'only rows in sight are drawn')
  equal(await grid(page).getAttribute('aria-rowcount'), '136', 'the table says how long it is')
  await page.locator('.sums').getByText('422.7826亿元').waitFor()
  ok(true, 'totals stand below')
  await accessible(page, 'list of projects')
  await fits(page, 'list of projects')
  await shot(page, 'list')
}

async function sorting(page, address) {
  const dearest = await api(address, 'project', { sort: '-total_investment', limit: 1, fields: 'name' })
  const head = page.locator('th[data-column=total_investment] button')
  await head.click()
  await page.locator('th[data-column=total_investment][aria-sort=ascending]').waitFor()
  await head.click()
  await page.locator('tr[data-id]').first().filter({ hasText: dearest.items[0].name }).waitFor()
  equal(asked(page, 'sort')[0], '-total_investment', 'a head sorts, both ways')
  await page.locator('th[data-column=sector] button').click()
  await page.locator('th[data-column=total_investment] button').click({ modifiers: ['Shift'] })
  await page.waitForURL((url) => url.searchParams.get('sort') === 'sector,total_investment')
  ok(true, 'Shift adds a second order')
}

async function columns(page) {
  const before = await page.locator('th[data-column=name]').evaluate((th) => th.offsetWidth)
  await page.locator('th[data-column=name] button').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.waitForURL((url) => (url.searchParams.get('cols') ?? '').includes(`name:${before + 16}`))
  ok(true, 'keys widen a column, and the address keeps it')
  await page.locator('[data-panel=columns]').click()
  await page.getByRole('button', { name: '不显示：建设单位' }).click()
  await page.locator('th[data-column=enterprise]').waitFor({ state: 'detached' })
  await page.getByLabel('查找字段').fill('项目代码')
  await page.locator('.columns').getByRole('button', { name: '项目代码' }).click()
  await page.locator('th[data-column=code]').waitFor()
  await accessible(page, 'choice of columns')
  await page.getByRole('button', { name: '恢复默认' }).click()
  await page.locator('th[data-column=enterprise]').waitFor()
  ok(true, 'columns are chosen and the usual ones come back')
  await page.locator('.columns').getByRole('button', { name: '关闭' }).click()
}

async function keyboard(page, address) {
  await page.goto(list(address, 'project'))
  await shownCount(page, 135)
  await grid(page).focus()
  await page.keyboard.press('End')
  await page.locator('tr[aria-rowindex="136"].active').waitFor()
  await page.keyboard.press('Home')
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown')
  await page.locator('tr[aria-rowindex="5"].active').waitFor()
  await page.keyboard.press(' ')
  await page.keyboard.press('Shift+ArrowDown')
  await shows(page.locator('.chosen'), '已选 2 行')
  ok(true, 'keys walk and choose')
  await page.getByRole('button', { name: '取消选择' }).click()
}

async function filtering(page, address) {
  const box = page.getByRole('combobox', { name: '公式' })
  await page.goto(list(address, 'project'))
  await shownCount(page, 135)
  await page.locator('[data-panel=filter]').click()
  await box.fill('总投')
  await box.press('ArrowRight')
  await box.pressSequentially('资')
  await page.getByRole('option').filter({ hasText: '总投资' }).first().waitFor()
  ok(true, 'the formula is completed as one types')
  await box.press('Escape')
  await box.fill('总投资 >=')
  await box.press('Enter')
  await page.locator('.filter .problem').getByText('FML-01').waitFor()
  ok(true, 'a formula that cannot be read says why')
  const both = '总投资 >= 1亿 且 建设性质 属于 (新建, 续建)'
  await box.fill(both)
  await page.locator('.filter .row').nth(1).waitFor()
  await box.press('Enter')
  await shownCount(page, await counted(address, both))
  equal(await page.locator('.chip').count(), 2, 'two conditions, two chips')
  ok((await page.locator('.chip').first().textContent()).includes('总投资 不少于 1亿元'), 'in words')
  await accessible(page, 'filter')
  await shot(page, 'list-filter')

  await page.locator('.filter .row').first().locator('select').first().selectOption('<=')
  await page.getByLabel('满足任一（或）').check()
  await page.getByRole('button', { name: '应用' }).click()
  const either = '总投资 <= 1亿 或 建设性质 属于 (新建, 续建)'
  await shownCount(page, await counted(address, either))
  equal(await box.inputValue(), either, 'rows write the formula')
  equal(await page.locator('.chip').count(), 1, 'alternatives are one chip')
  const complex = '总投资 > 年度计划投资 且 (建设性质 = 新建 或 总投资 > 5亿)'
  await box.fill(complex)
  await page.getByText('比逐行条件复杂').waitFor()
  await box.press('Enter')
  await shownCount(page, await counted(address, complex))
  ok(true, 'what rows cannot show stands as the formula')
  await page.locator('.chip').first().locator('.drop').click()
  await page.locator('.chip').nth(1).waitFor({ state: 'detached' })
  await page.locator('.chip .drop').click()
  await shownCount(page, 135)
  ok(true, 'chips drop conditions')
  await page.getByRole('textbox', { name: '在列表中搜索' }).fill('电池')
  await page.waitForURL((url) => url.searchParams.get('search') === '电池')
  const { count } = await api(address, 'project', { search: '电池', limit: 1, count: true })
  await shownCount(page, count)
  ok(count > 0 && count < 135, 'a quick search narrows')
  await page.goto(list(address, 'project', { search: '没有这样的项目' }))
  await page.getByText('没有符合条件的行').waitFor()
  await page.getByRole('button', { name: '显示全部' }).click()
  await shownCount(page, 135)
}

async function builder(page, address) {
  await page.goto(list(address, 'project'))
  await shownCount(page, 135)
  await page.locator('[data-panel=filter]').click()
  const row = page.locator('.filter .row').first()
  await row.locator('.field .el-select__wrapper').click()
  await page.getByRole('option', { name: '责任单位', exact: true }).click()
  await row.locator('select').selectOption('=')
  await row.locator('.value input').fill('产投集团')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: '应用' }).click()
  await shownCount(page, await counted(address, "unit = '产投集团'"))
  ok(true, 'a condition is made by choosing')
}

async function groups(page, address) {
  await page.goto(list(address, 'project'))
  await shownCount(page, 135)
  await page.getByLabel('分组', { exact: true }).selectOption('unit')
  await page.locator('tr[data-group]').first().waitFor()
  const counts = await page.locator('tr[data-group] .small').allTextContents()
  equal(counts.map((text) => Number(/\d+/.exec(text)[0])).reduce((a, b) => a + b, 0), 135, 'groups count all rows')
  ok((await page.locator('tr[data-group] .number').first().textContent()).includes('亿元'), 'and have subtotals')
  await page.getByLabel('再按…').selectOption('nature')
  await page.waitForURL((url) => url.searchParams.get('by') === 'unit,nature')
  await page.locator('tr[data-group] button').first().click()
  await page.locator('tr[data-group].inner').first().waitFor()
  const n = Number(/\d+/.exec(await page.locator('tr[data-group].inner .small').first().textContent())[0])
  await page.locator('tr[data-group].inner button').first().click()
  await page.locator('tr[data-id]').nth(n - 1).waitFor()
  equal(await page.locator('tr[data-id]').count(), n, 'a group opens its rows')
  await accessible(page, 'groups')
  await shot(page, 'list-groups')
  await page.goto(list(address, 'project'))
  await page.locator('[data-step=building]').click()
  await shownCount(page, await counted(address, 'stage = building'))
  equal(await page.locator('[data-step]').count(), 3, 'all steps stay in sight')
  await page.locator('[data-step=building]').click()
  await shownCount(page, 135)
  ok(true, 'steps of the life cycle narrow and widen')
}

async function colours(page, address) {
  await page.goto(list(address, 'project'))
  await page.locator('[data-panel=tones]').click()
  await page.getByLabel('着色条件').fill('已开工 = 否')
  await page.getByRole('button', { name: '应用' }).click()
  await page.locator('tr.bad').first().waitFor()
  equal(asked(page, 'tone')[0], 'bad:已开工 = 否', 'the address keeps the rule')
  const wanted = (await api(address, 'project', { where: '已开工 = 否', limit: 1000, fields: 'id' })).items.map((r) => String(r.id))
  const red = await page.locator('tr.bad').evaluateAll((rows) => rows.map((r) => r.dataset.id))
  const plain = await page.locator('tr[data-id]:not(.bad)').evaluateAll((rows) => rows.map((r) => r.dataset.id))
  ok(red.every((id) => wanted.includes(id)) && !plain.some((id) => wanted.includes(id)), 'the right rows are coloured')
  await accessible(page, 'colours')
  await shot(page, 'list-colours')
}

async function views(page, address) {
  await page.goto(list(address, 'project', { where: '已开工 = 否', sort: '-total_investment', tone: 'bad:已竣工 = 否', by: 'unit' }))
  await page.locator('[data-panel=views]').click()
  await page.getByLabel('视图名称').fill('未开工')
  await page.getByLabel('共享给园区').check()
  await page.getByRole('button', { name: '保存当前视图' }).click()
  await page.locator('.views').getByRole('button', { name: '未开工', exact: true }).waitFor()
  await accessible(page, 'views')
  await page.goto(list(address, 'project'))
  await page.locator('[data-panel=views]').click()
  await page.locator('.views').getByRole('button', { name: '未开工', exact: true }).click()
  await page.locator('tr[data-group]').first().waitFor()
  equal(`${asked(page, 'sort')} ${asked(page, 'by')} ${asked(page, 'tone')}`, '-total_investment unit bad:已竣工 = 否', 'a kept view comes back whole')
  await page.getByRole('button', { name: '改名：未开工' }).click()
  await page.locator('.rename input').fill('待开工')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '改名：待开工' }).waitFor()
  await shows(page.locator('.tools [data-panel=views]'), '待开工')
  await shot(page, 'list-views')
  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByRole('button', { name: '删除：待开工' }).click()
  await page.getByText('还没有保存的视图').waitFor()
  ok(true, 'a view is renamed and deleted')
}

async function bulk(page, address) {
  await page.goto(list(address, 'project', { where: "unit = '产投集团'" }))
  const n = await counted(address, "unit = '产投集团'")
  await shownCount(page, n)
  await page.locator('tr[data-id] input').first().click()
  await page.getByRole('button', { name: `选择全部 ${n} 行` }).click()
  await shows(page.locator('.chosen'), `已选 ${n} 行`)
  await page.locator('.chosen').getByRole('button', { name: '批量修改' }).click()
  await page.getByLabel('添加要修改的字段').selectOption('total_investment')
  await page.locator('.bulk .money input').fill('-5')
  await page.getByRole('button', { name: `修改 ${n} 行` }).click()
  await page.locator('.refused li').nth(n - 1).waitFor()
  ok((await page.locator('.refused li').first().textContent()).includes('负数'), 'rows that cannot be changed say why')
  await page.getByRole('button', { name: '不改：总投资' }).click()
  await page.getByLabel('添加要修改的字段').selectOption('contact')
  await page.locator('.bulk input[name=contact]').fill('王工')
  await page.getByText(`将修改 ${n} 行`).waitFor()
  await accessible(page, 'change of many rows')
  await shot(page, 'list-bulk')
  await page.getByRole('button', { name: `修改 ${n} 行` }).click()
  await page.getByText(`已修改 ${n} 行`).waitFor()
  equal(await counted(address, "contact = '王工'"), n, 'all chosen rows are changed')
}

async function past(page, address) {
  await page.goto(list(address, 'project', { known_at: '2020-01-01T00:00:00+08:00' }))
  await page.getByText('还没有项目').waitFor()
  await page.getByText('这是 2020-01-01 00:00 时登记的内容').waitFor()
  await page.getByRole('button', { name: '回到现在' }).click()
  await shownCount(page, 135)
  ok(true, 'what was known then is marked, and one comes back')
}

async function taking(page, address) {
  await page.goto(list(address, 'project', { where: '已开工 = 是', cols: 'name,unit,total_investment' }))
  await shownCount(page, await counted(address, '已开工 = 是'))
  await shownCount(page, await counted(address, '已开工 = 是'))
  const file = await saved(page, page.locator('[data-export]'))
  ok(readFileSync(await file.path()).toString('latin1', 0, 2) === 'PK' && file.suggestedFilename().endsWith('.xlsx'), 'the list is taken away as a workbook')
}

async function others(page, address) {
  for (const [entity, steps] of [['problem', 3], ['reserve', 1], ['lead', 1], ['grant', 0], ['fund', 0], ['unit', 0], ['enterprise', 0]]) {
    await page.goto(list(address, entity))
    await page.locator('.count').waitFor()
    if (steps) ok((await page.locator('[data-step]').count()) >= steps || (await page.locator('tr[data-id]').count()) < 2, `${entity} shows its steps`)
    await fits(page, entity)
  }
  await page.goto(`${address}/z/weinan/entities`)
  equal((await page.locator('[data-entity=project] .number').textContent()).trim(), '135', 'all data are counted')
  ok((await page.locator('tr[data-entity]').count()) >= 24, 'every kind is there')
  await accessible(page, 'all data')
  await shot(page, 'entities')
  await page.goto(list(address, 'nosuch'))
  await page.locator('.problem code').first().waitFor()
  ok(true, 'an unknown kind is a problem that is said')
}

async function english(page, address) {
  await page.addInitScript(() => localStorage.setItem('steward.language', 'en'))
  await page.goto(list(address, 'project', { by: 'nature', where: 'total_investment >= 1亿' }))
  await page.locator('tr[data-group]').first().waitFor()
  await page.locator('[data-panel=filter]').click()
  await page.locator('.filter .row').first().waitFor()
  const words = await page.locator('.tools, .filter, .chips, thead').allInnerTexts()
  equal(/\p{Script=Han}/u.test(words.join(' ')), false, 'an English list speaks English')
  await accessible(page, 'list in English')
  await shot(page, 'list-en')
  await page.goto(`${address}/z/weinan/entities`)
  await page.getByText('Every kind of record').waitFor()
  await accessible(page, 'all data in English')
}

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, colorScheme: 'dark', hasTouch: true })
  await page.goto(list(address, 'project'))
  await page.locator('tr[data-id] .title').first().waitFor()
  await fits(page, 'list on a phone')
  await accessible(page, 'list on a phone')
  await shot(page, 'phone-list')
  for (const panel of ['filter', 'columns', 'views']) {
    await page.locator(`[data-panel=${panel}]`).click()
    await fits(page, `${panel} on a phone`)
  }
  await page.goto(list(address, 'project', { by: 'unit' }))
  await page.locator('tr[data-group]').first().waitFor()
  await fits(page, 'groups on a phone')
  await page.goto(`${address}/z/weinan/entities`)
  await page.locator('tr[data-entity]').first().waitFor()
  await fits(page, 'all data on a phone')
  equal(faults.join('\n'), '', 'nothing goes wrong on a phone')
  await context.close()
}

// ---- ten thousand rows ----

const MANY = 10_000

function fillMany(db) {
  const lines = ['项目名称,责任单位,项目类别,建设性质,总投资（万元）,开工时间']
  for (let i = 1; i <= MANY; i++) lines.push(`第${String(i).padStart(5, '0')}号项目,单位${i % 37},类别${i % 9},${i % 2 ? '新建' : '续建'},${1000 + i},202${i % 4}.${1 + (i % 12)}`)
  const csv = `${db}.csv`
  writeFileSync(csv, `${lines.join('\n')}\n`)
  execFileSync(program, ['import', csv, '--db', db, '--zone', 'big', '--zone-name', '大园区', '--as-of', AS_OF], { stdio: 'ignore' })
}

/** Counts frames in which a line in sight has no row. */
function watchGaps() {
  window.gaps = 0
  window.frames = 0
  const look = () => {
    const box = document.querySelector('.table').getBoundingClientRect()
    window.frames++
    for (let y = box.top + 45; y < box.bottom - 20; y += 32) {
      const row = document.elementFromPoint(box.left + 150, y)?.closest('tr')
      if (!row?.dataset.id) {
        window.gaps++
        break
      }
    }
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

async function many({ browser, address }) {
  const { page, faults, context } = await open(browser)
  await page.goto(`${address}/z/big/e/project?as_of=${AS_OF}`)
  await shownCount(page, MANY)
  const last = page.locator(`tr[aria-rowindex="${MANY + 1}"][data-id]`)
  await grid(page).focus()
  await page.keyboard.press('End')
  const began = Date.now()
  await last.filter({ hasText: '第10000号项目' }).waitFor()
  ok(true, `the last of ${MANY} rows is there ${Date.now() - began} ms after End`)
  await shot(page, 'list-many')
  await page.keyboard.press('Home')
  await page.locator('tr[aria-rowindex="2"][data-id]').waitFor()
  await page.evaluate(watchGaps)
  const box = await page.locator('.table').boundingBox()
  await page.mouse.move(box.x + 300, box.y + 200)
  for (let i = 0; i < 300 && !(await last.isVisible()); i++) await page.mouse.wheel(0, 1200)
  await last.waitFor()
  const wheel = await page.evaluate(() => [window.gaps, window.frames])
  equal(wheel[0], 0, `no gap in ${wheel[1]} frames of wheeling to the end`)
  await page.keyboard.press('Home')
  for (let i = 0; i < 150; i++) await page.keyboard.press('PageDown')
  await page.keyboard.press('End')
  await last.waitFor()
  const keys = await page.evaluate(() => [window.gaps, window.frames])
  equal(keys[0], 0, `no gap in ${keys[1]} frames of paging and jumping to the end`)
  equal(faults.join('\n'), '', 'nothing goes wrong among many rows')
  await context.close()
}

export default async () => {
  await part('lists', () =>
    inBrowser({ sample: true }, async ({ browser, address }) => {
      const { page, faults, context } = await open(browser)
      for (const step of [plainList, sorting, columns, keyboard, filtering, builder, groups, colours, views, bulk, past, taking, others, english]) await part(step.name, () => step(page, address))
      // A page that is left while it asks gives up its questions.
      equal(unexpected(faults.filter((f) => !f.includes('ERR_ABORTED')), [400, 404, 422]), '', 'nothing goes wrong on the way')
      await context.close()
      await part('phone', () => phone(browser, address))
    }),
  )
  await part('ten thousand rows', () => inBrowser({ fill: fillMany, zone: 'big' }, many))
}
