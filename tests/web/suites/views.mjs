// views.mjs — boards, timeline and map: looked at, worked in, by mouse and by keyboard, on a desk and on a phone.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accessible, fits, inBrowser, open, PHONE, shot, shows, unexpected, walkSample } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { program } from '../tools.mjs'
import { workbook } from '../workbook.mjs'

const AS_OF = 'as_of=2023-12-31'
const at = (address, path, query = '') => `${address}/z/weinan/e/${path}?${AS_OF}${query}`
const column = (page, step) => page.locator(`section[data-step="${step}"]`)
const number = async (locator) => Number((await locator.textContent()).match(/\d+/)[0])
const count = (page, step) => number(column(page, step).locator('.count'))
const note = (page) => page.locator('.note')

/** The API, as another person would use it meanwhile. */
async function api(page, address, method, path, data, headers = {}) {
  const response = await page.request.fetch(`${address}/api/v1/${path}${path.includes('?') ? '&' : '?'}zone=weinan`, { method, data, headers: { ...headers, Origin: address } })
  if (response.status() >= 300) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`)
  return response.status() === 204 ? undefined : response.json()
}

async function total(page, address, entity) {
  return (await api(page, address, 'GET', `${entity}/groups?${AS_OF}`)).total.count
}

async function columnSum(page) {
  await page.locator('section[data-step] [data-card]').first().waitFor()
  let all = 0
  for (const each of await page.locator('.columns > section .count').all()) all += await number(each)
  return all
}

/** Until `predicate` holds in the page, which allows no eval(). */
async function until(page, predicate, value) {
  for (const end = Date.now() + 15_000; !(await page.evaluate(predicate, value)); await page.waitForTimeout(50))
    if (Date.now() > end) throw new Error(`never came: ${predicate}`)
}

/* ---- board ---- */

async function boardCounts(page, address) {
  await page.goto(at(address, 'project/board'))
  equal(await columnSum(page), 135, 'the columns hold all 135 projects')
  equal(await page.locator('section[data-step]').count(), 9, 'a column for each stage')
  await shows(column(page, 'building').locator('.sum'), '亿元')
  ok(true, 'a column tells its money')
  await column(page, 'building').locator('[data-card]').nth(29).waitFor()
  equal(await column(page, 'building').locator('[data-card]').count(), 30, 'cards are loaded as they come into sight')
  await shot(page, 'board')
  await column(page, 'building').locator('[data-card]').last().scrollIntoViewIfNeeded()
  await column(page, 'building').locator('[data-card]').nth(30).waitFor()
  ok(true, 'and more follow')
  const facts = await column(page, 'building').locator('[data-card]').first().textContent()
  ok(/亿元|万元/.test(facts) && facts.includes('·'), 'a card tells money, unit and leader', facts)
  for (const entity of ['problem', 'lead', 'reserve', 'grant']) {
    await page.goto(at(address, `${entity}/board`))
    equal(await columnSum(page), await total(page, address, entity), `the ${entity} board holds every row`)
    await shot(page, `board-${entity}`)
  }
  await page.goto(at(address, 'reserve/board'))
  await page.locator('[data-choose=by]').selectOption('state')
  await column(page, 'converted').waitFor()
  ok(page.url().includes('by=state'), 'another life cycle makes other columns, in the address')
  await page.goto(at(address, 'unit/board'))
  await page.getByText('没有可以分列的阶段').waitFor()
  ok(true, 'rows without a life cycle say so')
}

async function boardFilter(page, address) {
  await page.goto(at(address, 'project/board'))
  await page.getByPlaceholder('如：总投资 >= 1亿').fill('总投资 >= 3亿')
  await page.keyboard.press('Enter')
  await page.locator('.chip').waitFor()
  await until(page, () => [...document.querySelectorAll('.columns .count')].reduce((n, e) => n + parseInt(e.textContent), 0) < 135)
  const wanted = (await api(page, address, 'GET', `project/groups?${AS_OF}&where=${encodeURIComponent('总投资 >= 3亿')}`)).total.count
  equal(await columnSum(page), wanted, 'a condition narrows the columns')
  await page.reload()
  equal(await columnSum(page), wanted, 'and is in the address')
  await page.locator('.chip').click()
  await page.locator('.chip').waitFor({ state: 'detached' })
  await page.getByPlaceholder('搜索').fill('汽车')
  await page.keyboard.press('Enter')
  await page.waitForURL(/search=/)
  await until(page, () => [...document.querySelectorAll('[data-card]')].length > 0 && [...document.querySelectorAll('[data-card]')].every((e) => e.textContent.includes('汽车')))
  ok(true, 'a search keeps what it finds')
  await page.goto(at(address, 'project/board', `&where=${encodeURIComponent('总投资 >=')}`))
  await page.locator('.problem').getByText('FML-01').waitFor()
  ok(true, 'a condition that cannot be read says why')
}

async function boardDrag(page, address) {
  await page.goto(at(address, 'project/board'))
  const [from, to] = [await count(page, 'preparing'), await count(page, 'building')]
  const card = column(page, 'preparing').locator('[data-card]').first()
  await card.waitFor()
  const id = await card.getAttribute('data-card')
  await card.dragTo(column(page, 'building'))
  const dialog = page.getByRole('dialog', { name: '移到…' })
  await dialog.waitFor()
  equal(await dialog.locator('[name=to]').inputValue(), 'building', 'a dropped card asks about the column it was dropped on')
  equal(await dialog.locator('[name=date]').inputValue(), '2023-12-31', 'for the date, which is the one looked at')
  await dialog.locator('[name=reason]').fill('已取得施工许可')
  await shot(page, 'board-move')
  await dialog.getByRole('button', { name: '移动', exact: true }).click()
  await shows(note(page), '已移到“在建”')
  await column(page, 'building').locator(`[data-card="${id}"]`).waitFor()
  equal(`${await count(page, 'preparing')} ${await count(page, 'building')}`, `${from - 1} ${to + 1}`, 'the card has moved, and the counts with it')
  const changes = await api(page, address, 'GET', `stage_change?where=${encodeURIComponent(`project.id = ${id}`)}`).catch(() => api(page, address, 'GET', 'stage_change?limit=1000'))
  const written = changes.items.find((c) => String(c.project) === id && c.reason === '已取得施工许可')
  equal(written && `${written.stage} ${written.changed_on}`, 'building 2023-12-31', 'the move is a dated row with its reason')
  await note(page).getByRole('button', { name: '撤销' }).click()
  await shows(note(page), '已撤销')
  await column(page, 'preparing').locator(`[data-card="${id}"]`).waitFor()
  equal(`${await count(page, 'preparing')} ${await count(page, 'building')}`, `${from} ${to}`, 'it can be taken back')
}

async function boardKeyboard(page, address) {
  await page.goto(at(address, 'project/board'))
  const cards = column(page, 'preparing').locator('[data-card] a')
  await cards.nth(1).waitFor()
  await cards.first().focus()
  await page.keyboard.press('ArrowDown')
  const focused = () => page.evaluate(() => document.activeElement.closest('[data-card]')?.dataset.card)
  const second = await column(page, 'preparing').locator('[data-card]').nth(1).getAttribute('data-card')
  await until(page, (id) => document.activeElement.closest('[data-card]')?.dataset.card === id, second)
  ok(true, 'an arrow key goes to the next card')
  await page.keyboard.press('ArrowRight')
  await until(page, () => document.activeElement.closest('section')?.dataset.step === 'building')
  await page.keyboard.press('ArrowLeft')
  await until(page, () => document.activeElement.closest('section')?.dataset.step === 'preparing')
  ok(true, 'and to the next column and back')
  const id = await focused()
  await page.keyboard.press('Shift+ArrowRight')
  const dialog = page.getByRole('dialog', { name: '移到…' })
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  await page.locator(`[data-card="${id}"] a`).focus()
  await page.keyboard.press('m')
  await dialog.waitFor()
  await dialog.locator('[name=to]').selectOption('withdrawn')
  await dialog.locator('[name=reason]').focus()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await shows(note(page), '已移到“退出”')
  await until(page, (card) => document.activeElement.closest('[data-card]')?.dataset.card === card && document.activeElement.closest('section').dataset.step === 'withdrawn', id)
  ok(true, 'a card is moved by keyboard alone, and keeps the focus')
  await page.keyboard.press('u')
  await shows(note(page), '已撤销')
  await column(page, 'preparing').locator(`[data-card="${id}"]`).waitFor()
  ok(true, 'U takes it back')
}

async function boardProblem(page, address) {
  await page.goto(at(address, 'problem/board'))
  const states = await Promise.all(['raised', 'handling'].map((s) => count(page, s)))
  const from = states[0] ? 'raised' : 'handling'
  const [onward, deed] = states[0] ? ['assessed', 'assess'] : ['verified', 'verify']
  const card = column(page, from).locator('[data-card]').first()
  await card.waitFor()
  const id = await card.getAttribute('data-card')
  const dialog = page.getByRole('dialog')
  await card.locator('a').focus()
  await page.keyboard.press('m')
  await dialog.locator('[data-deed]').first().waitFor()
  ok(true, 'by keyboard it asks which step')
  await page.keyboard.press('Escape')
  await column(page, from).locator(`[data-card="${id}"]`).dragTo(column(page, 'closed'))
  await shows(dialog, '不能直接到')
  ok(true, 'a card is not dragged around the rules')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await column(page, from).locator(`[data-card="${id}"]`).dragTo(column(page, onward))
  await dialog.locator(`form[data-deed=${deed}] [name=content]`).fill('从看板办理')
  await dialog.locator('button[type=submit]').click()
  await shows(note(page), '已移到')
  await column(page, onward).locator(`[data-card="${id}"]`).waitFor()
  const moved = await api(page, address, 'GET', `problem/${id}/deeds`)
  equal(moved.steps.at(-1).content, '从看板办理', 'dragging takes the step that leads there')
  await shot(page, 'board-problem-moved')
  ok((await page.locator('.card.overdue').count()) > 0, 'overdue problems are marked')
}

/* ---- timeline ---- */

const lines = (page) => page.locator('.scroller li[data-at]')

async function timeline(page, address) {
  await page.goto(at(address, 'project/timeline'))
  await lines(page).first().waitFor()
  await shows(page.locator('.corner'), '135 个')
  ok((await lines(page).count()) < 80, 'only the lines in sight are drawn', await lines(page).count())
  const words = await lines(page).first().locator('.name').textContent()
  ok(/实际|计划/.test(words), 'a line has its words', words)
  const now = await page.locator('.flag').boundingBox()
  const box = await page.locator('.scroller').boundingBox()
  ok(now.x > box.x + 264 && now.x + now.width < box.x + box.width, 'the date that is looked at is in sight', JSON.stringify(now))
  await shot(page, 'timeline')
  const late = await number(page.locator('.legend label'))
  await page.locator('.legend input').check()
  await shows(page.locator('.corner'), `${late} 个`)
  ok(late > 0 && page.url().includes('late=1'), 'what is late can be seen alone', String(late))
  await page.locator('[data-choose=group]').selectOption('unit')
  await page.locator('.scroller li.group').first().waitFor()
  for (const zoom of ['年', '月']) {
    const before = await page.locator('.canvas').evaluate((e) => e.clientWidth)
    await page.getByRole('button', { name: zoom, exact: true }).click()
    await until(page, (w) => document.querySelector('.canvas').clientWidth !== w, before)
  }
  ok(page.url().includes('zoom=month') && page.url().includes('group=unit'), 'scale and groups are in the address')
  await shot(page, 'timeline-months')
  await page.reload()
  await shows(page.locator('.corner'), `${late} 个`)
  ok(await page.locator('.scroller li.group').first().isVisible(), 'a deep link reloads as it was')
}

async function timelineKeyboard(page, address) {
  await page.goto(at(address, 'project/timeline'))
  await lines(page).first().locator('.name').focus()
  for (const key of ['ArrowDown', 'ArrowDown', 'PageDown']) await page.keyboard.press(key)
  const place = () => page.evaluate(() => Number(document.activeElement.closest('li')?.dataset.at))
  await until(page, () => Number(document.activeElement.closest('li')?.dataset.at) > 5)
  await page.keyboard.press('End')
  await until(page, () => Number(document.activeElement.closest('li')?.dataset.at) === 134)
  ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().bottom <= document.querySelector('.scroller').getBoundingClientRect().bottom + 1), 'the last line comes into sight', String(await place()))
  const left = await page.locator('.scroller').evaluate((e) => e.scrollLeft)
  await page.keyboard.press('ArrowLeft')
  await until(page, (x) => document.querySelector('.scroller').scrollLeft < x, left)
  ok(true, 'arrow keys go along the lines and along time')
  const href = await page.evaluate(() => document.activeElement.getAttribute('href'))
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${href}`)
  ok(/\/e\/project\/\d+/.test(page.url()), 'Enter opens the project')
}

async function milestones(page, address) {
  await page.goto(at(address, 'project/timeline'))
  const href = await lines(page).first().locator('.name').getAttribute('href')
  const project = Number(/project\/(\d+)/.exec(href)[1])
  await api(page, address, 'POST', 'milestone', { project, name: '主体封顶', planned_on: '2023-10' })
  await api(page, address, 'POST', 'milestone', { project, name: '基础完工', planned_on: '2023-05', done_on: '2023-05-20' })
  await page.reload()
  await lines(page).first().locator('b.done').waitFor()
  ok((await lines(page).first().locator('b.late').count()) === 1, 'milestones are diamonds, reached and late ones told apart')
  ok((await lines(page).first().locator('.name').textContent()).includes('节点“主体封顶”应于2023年10月完成，已逾期'), 'and are told in words')
}

/* ---- a thousand ---- */

function thousand(folder) {
  const month = (n) => `${2021 + Math.floor(n / 12)}.${(n % 12) + 1}`
  const rows = Array.from({ length: 1000 }, (_, i) => {
    const start = i % 30
    return [`第${i + 1}号项目`, `单位${i % 17}`, `类别${i % 9}`, 1000 + i, month(start), i % 4 ? month(start + (i % 5)) : '', month(start + 14 + (i % 9)), i % 3 ? '' : month(start + 12 + (i % 13))]
  })
  const file = join(folder, 'thousand.xlsx')
  writeFileSync(file, workbook('项目台账', [['项目名称', '责任单位', '项目类别', '总投资（万元）', '计划开工时间', '开工时间', '计划竣工时间', '竣工时间'], ...rows]))
  return file
}

/** Scrolls frame by frame; answers how long frames took, and how many showed a gap. */
function ride() {
  const box = document.querySelector('.scroller')
  const end = box.scrollHeight - box.clientHeight
  return new Promise((resolve) => {
    const times = []
    let gaps = 0
    let last = performance.now()
    const step = () => {
      const now = performance.now()
      times.push(now - last)
      last = now
      const drawn = [...box.querySelectorAll('li')].map((li) => parseInt(li.style.top))
      if (Math.min(...drawn) > box.scrollTop + 46 || Math.max(...drawn) + 40 < box.scrollTop + box.clientHeight) gaps++
      if (times.length > 300 || box.scrollTop >= end) return resolve({ times: times.slice(1).sort((a, b) => a - b), gaps })
      box.scrollTop += 110
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}

const WORK_MOST = 8 // ms of a frame for the page's own work: half of it; what drawing takes, goes by the machine

async function smooth(page, address) {
  const begun = Date.now()
  await page.goto(at(address, 'project/timeline', '&group=unit'))
  await lines(page).nth(20).waitFor()
  const shown = Date.now() - begun
  await shows(page.locator('.corner'), '1000 个')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.filter((m) => /^(Script|Layout|RecalcStyle)Duration$/.test(m.name)).reduce((ms, m) => ms + m.value * 1000, 0)
  }
  const before = await worked()
  const { times, gaps } = await page.evaluate(ride)
  const work = (await worked()) - before
  const of = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1)
  const each = work / times.length
  ok(each <= WORK_MOST, `1,000 projects scroll with ${each.toFixed(1)} ms of work a frame; frames took ${of(0.5)} ms (95 %: ${of(0.95)} ms, longest ${of(1)} ms, ${times.length} of them), shown after ${shown} ms`)
  equal(gaps, 0, 'and without a gap')
  ok((await lines(page).count()) < 90, 'with few lines drawn', await lines(page).count())
  await shot(page, 'timeline-1000')
}

/* ---- map ---- */

const OUTLINE = { type: 'Polygon', coordinates: [[[109.44, 34.48], [109.54, 34.48], [109.56, 34.54], [109.46, 34.56], [109.44, 34.48]]] }
const geojson = (name, text) => ({ name, mimeType: 'application/geo+json', buffer: Buffer.from(text) })
const pins = (page) => page.locator('.leaflet-marker-pane [role=button]')

async function mapOutline(page, address) {
  await page.goto(at(address, 'project/map'))
  await page.getByText('地图还是空的').waitFor()
  ok(true, 'an empty map says how to fill it')
  await accessible(page, 'the empty map')
  const input = page.locator('input[type=file]')
  await input.setInputFiles(geojson('坏.geojson', '{"type": "Poly'))
  await page.locator('.problem').getByText('WEB-11').waitFor()
  ok(true, 'a file that is no JSON is refused')
  await input.setInputFiles(geojson('点.geojson', '{"type":"Point","coordinates":[109.5,34.5]}'))
  await page.locator('.problem').getByText('ZON-02').waitFor()
  ok(true, 'GeoJSON without an area is refused by the same rule as a save')
  await input.setInputFiles(geojson('边界.geojson', JSON.stringify(OUTLINE)))
  await page.locator('path.outline').waitFor()
  await shows(note(page), '园区边界已保存')
  equal(await page.locator('.problem').count(), 0, 'a good one is drawn')
  await page.getByText('地图还是空的').waitFor({ state: 'detached' })
}

async function mapPlace(page, address) {
  await page.goto(at(address, 'project/map'))
  await page.locator('path.outline').waitFor()
  const unplaced = page.locator('.unplaced .count')
  equal(await number(unplaced), 135, 'projects without a place are listed')
  const first = page.locator('[data-unplaced]').first()
  const id = await first.getAttribute('data-unplaced')
  await first.getByRole('button').click()
  await page.locator('section.placing').waitFor()
  await page.locator('.leaflet-container').click({ position: { x: 300, y: 200 } })
  await shows(note(page), '的位置')
  await pins(page).first().waitFor()
  equal(await number(unplaced), 134, 'a click puts a project on the map')
  const saved = (await api(page, address, 'GET', `project/${id}`)).place
  ok(/^109\.\d+,34\.\d+$/.test(saved), 'its place is saved as longitude and latitude', saved)

  await pins(page).first().focus()
  await page.keyboard.press('Enter')
  const popup = page.locator('.leaflet-popup-content')
  await popup.waitFor()
  ok((await popup.textContent()).includes('·'), 'a point opens by keyboard and tells its facts')
  await shot(page, 'map-popup')
  await popup.getByRole('button', { name: '调整位置' }).click()
  const draft = page.locator('.pin.draft')
  await draft.waitFor()
  const box = await draft.boundingBox()
  await page.mouse.move(box.x + 8, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 80, box.y + 50, { steps: 6 })
  await page.mouse.up()
  await draft.waitFor({ state: 'detached' })
  const moved = (await api(page, address, 'GET', `project/${id}`)).place
  ok(moved !== saved, 'dragging the mark corrects it', `${saved} ${moved}`)
  await note(page).getByRole('button', { name: '撤销' }).click()
  await shows(note(page), '已撤销')
  equal((await api(page, address, 'GET', `project/${id}`)).place, saved, 'and can be taken back')

  await page.locator('[data-unplaced]').first().getByRole('button').click()
  await page.locator('input[name=place]').fill('34.52,109.48')
  await page.keyboard.press('Enter')
  await page.locator('.problem').getByText('PRJ-05').waitFor()
  ok(true, 'coordinates the wrong way round are refused')
  await page.locator('input[name=place]').fill('109.48,34.52')
  await page.keyboard.press('Enter')
  await until(page, () => document.querySelectorAll('.leaflet-marker-pane [role=button]').length === 2)
  ok(true, 'typed coordinates put it there')
}

async function mapStale(page, address) {
  await page.goto(at(address, 'project/map'))
  const first = page.locator('[data-unplaced]').first()
  const id = await first.getAttribute('data-unplaced')
  await first.getByRole('button').click()
  const row = await api(page, address, 'GET', `project/${id}`)
  await api(page, address, 'PATCH', `project/${id}`, { place: '109.52,34.53' }, { 'If-Match': `"${row.version}"` })
  await page.getByRole('button', { name: '放在地图中心' }).click()
  await page.locator('.problem').first().waitFor()
  await page.locator(`[data-unplaced="${id}"]`).waitFor({ state: 'detached' })
  equal((await api(page, address, 'GET', `project/${id}`)).place, '109.52,34.53', 'when somebody else was faster, theirs stays and is shown')
}

async function mapMany(page, address) {
  const { items } = await api(page, address, 'GET', `project?limit=60&fields=name&where=${encodeURIComponent('place is empty')}`)
  for (const [i, row] of items.entries())
    await api(page, address, 'PATCH', `project/${row.id}`, { place: `${(109.46 + (i % 10) * 0.008).toFixed(4)},${(34.49 + Math.floor(i / 10) * 0.008).toFixed(4)}` }, { 'If-Match': `"${row.version}"` })
  await page.goto(at(address, 'project/map'))
  await pins(page).first().waitFor()
  const near = await pins(page).count()
  await shot(page, 'map')
  for (let i = 0; i < 4; i++) await page.locator('.leaflet-control-zoom-out').click()
  await page.locator('.pin.many').first().waitFor()
  ok((await pins(page).count()) < near, 'points are gathered where they are dense')
  await page.locator('.pin.many').first().click()
  await until(page, (n) => document.querySelectorAll('.leaflet-marker-pane [role=button]').length > n, 2)
  ok(true, 'and a gathering opens into its points')
  await page.waitForURL(/at=109/)
  ok(true, 'where the map is turned to is in the address')

  await page.getByRole('button', { name: '显示全部' }).click()
  const shownOf = () => page.evaluate(() => [...document.querySelectorAll('.leaflet-marker-pane .pin')].reduce((n, e) => n + (Number(e.textContent) || 1), 0))
  const all = await shownOf()
  const building = page.locator('input[name=building]')
  const tone = await number(page.locator('aside label', { has: building }).locator('.count'))
  await building.uncheck()
  await page.waitForURL(/hide=building/)
  equal(await shownOf(), all - tone, 'the legend hides a stage')
  await page.reload()
  await pins(page).first().waitFor()
  equal(await shownOf(), all - tone, 'a deep link keeps filter and view')
  await page.locator('[data-choose=color]').selectOption('state')
  await page.locator('aside input[name=problem]').waitFor()
  ok((await page.locator('.pin.tone-problem').count()) > 0, 'points can tell open problems')
  await page.locator('[data-choose=color]').selectOption('light')
  const lit = '.pin:is(.tone-red, .tone-yellow, .tone-green)'
  await page.locator(`.legend ${lit}`).first().waitFor()
  ok((await page.locator(`.leaflet-marker-pane ${lit}`).count()) > 0, 'and which light is on')
  await page.locator('[data-choose=color]').selectOption('')
}

/* ---- everywhere ---- */

/** What the page itself says in Chinese; the data are Chinese. */
function chineseWords() {
  const isData = (e) => e.closest('[data-card], [data-unplaced], li, .leaflet-marker-pane, .way')
  const own = [...document.querySelectorAll('main *')].filter((e) => !isData(e))
  const texts = own.filter((e) => /^(H1|H2|BUTTON|LABEL|LEGEND|SUMMARY|OPTION|P)$/.test(e.tagName)).map((e) => e.textContent)
  const names = own.flatMap((e) => [e.getAttribute('aria-label'), e.getAttribute('title'), e.getAttribute('placeholder')])
  return [...texts, ...names].filter((text) => /\p{Script=Han}/u.test(text ?? '') && !text.startsWith('e.g.'))
}

async function english(page, address) {
  await page.goto(at(address, 'project/board'))
  await page.getByRole('button', { name: 'English' }).click()
  for (const [view, path] of [['board', 'project/board'], ['board of problems', 'problem/board'], ['timeline', 'project/timeline?group=stage'], ['map', 'project/map']]) {
    await page.goto(`${address}/z/weinan/e/${path}${path.includes('?') ? '&' : '?'}${AS_OF}`)
    await page.locator('[data-card], .scroller li, .leaflet-marker-pane .pin').first().waitFor()
    const own = await page.evaluate(chineseWords)
    equal(own.join(' | '), '', `the ${view} is English throughout`)
    await accessible(page, `the ${view} in English`)
    await shot(page, `${view.replaceAll(' ', '-')}-en`)
  }
  await page.getByRole('button', { name: '中文' }).click()
  for (const [view, path] of [['board', 'project/board'], ['timeline', 'project/timeline'], ['map', 'project/map']]) {
    await page.goto(at(address, path))
    await page.locator('[data-card], .scroller li, .leaflet-marker-pane .pin').first().waitFor()
    await accessible(page, `the ${view} in Chinese`)
    await fits(page, `the ${view}`)
  }
}

async function phone(_, address, browser) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, hasTouch: true, colorScheme: 'dark' })
  for (const [view, path] of [['board', 'project/board'], ['timeline', 'project/timeline'], ['map', 'project/map']]) {
    await page.goto(at(address, path))
    await page.locator('[data-card], .scroller li, .leaflet-marker-pane .pin').first().waitFor()
    await fits(page, `the ${view} on a phone`)
    await accessible(page, `the ${view} on a phone, dark`)
    await shot(page, `phone-${view}`)
  }
  await page.goto(at(address, 'project/board'))
  const card = column(page, 'preparing').locator('[data-card]').first()
  await card.getByRole('button').tap()
  await page.getByRole('dialog', { name: '移到…' }).waitFor()
  ok(true, 'a card is moved without dragging on a phone')
  equal(faults.join('\n'), '', 'nothing goes wrong on a phone')
  await context.close()
}

export default () =>
  part('views', async () => {
    await walkSample({
      statuses: [412, 422],
      steps: {
        'board counts': boardCounts, 'board filter': boardFilter, 'board by mouse': boardDrag, 'board by keyboard': boardKeyboard, 'board of problems': boardProblem,
        timeline, 'timeline by keyboard': timelineKeyboard, milestones,
        'map outline': mapOutline, 'map places': mapPlace, 'map, two at once': mapStale, 'map of many': mapMany,
        english, phone,
      },
    })
    const fill = (db, folder) => execFileSync(program, ['import', thousand(folder), '--db', db, '--zone', 'weinan', '--zone-name', '渭南高新区', '--as-of', '2023-12-31'], { stdio: 'ignore' })
    await inBrowser({ fill }, async ({ browser, address }) => {
      const { page, faults } = await open(browser)
      await part('a thousand projects', () => smooth(page, address))
      equal(unexpected(faults), '', 'nothing goes wrong with a thousand')
    })
  })
