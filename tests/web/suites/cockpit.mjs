// cockpit.mjs — the cockpit, the big screen and the catalogue of metrics: figures open, dates move, panels turn.
import { accessible, fits, open, PHONE, shot, shows, WIDE, walkSample } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'

const AS_OF = 'as_of=2023-12-31'
const figure = (page, metric) => page.locator(`[data-metric="${metric}"] .value`)
const query = (page, name) => new URL(page.url()).searchParams.get(name)

/** What the API itself answers. */
async function api(page, path) {
  return page.evaluate((p) => fetch(p).then((r) => r.json()), `/api/v1/${path}`)
}

async function figures(page, address) {
  await page.goto(`${address}/z/weinan?${AS_OF}`)
  for (const [metric, value] of [['project.count', '135'], ['project.started', '100'], ['project.in_statistics', '93'], ['project.completed', '28'], ['problem.raised', '91'], ['reserve.count', '36']])
    equal(await figure(page, metric).textContent(), value, `${metric} is ${value}`)
  const change = page.locator('[data-metric="project.new_started"] .change')
  await change.waitFor()
  const before = await api(page, 'metrics/project.new_started?zone=weinan&as_of=2023-11-30')
  ok((await change.textContent()).endsWith(`+${31 - before.value}`), 'the change since the end of last month is told', await change.textContent())
  await page.getByLabel('变化相比').selectOption('none')
  await change.waitFor({ state: 'detached' })
  equal(query(page, 'than'), 'none', 'what is compared is in the address')
  await page.goBack()
  await change.waitFor()

  await page.locator('figure.chart svg').waitFor()
  equal(await page.locator('figure.chart table tbody tr').count(), 12, 'the curve has its twelve months, also as a table')
  await page.getByRole('link', { name: /^90天以上/ }).waitFor()
  await shot(page, 'cockpit')
  await accessible(page, 'the cockpit')
}

async function openings(page, address) {
  await page.getByRole('link', { name: '已开工但未纳统 7 个，查看是哪些' }).click()
  await page.getByText('共 7 行').waitFor()
  ok(true, 'the gap opens as the list of those missing')
  await page.goBack()

  const bar = page.locator('.panel', { hasText: '分类比较' }).getByRole('link', { name: /^先进制造业/ })
  const count = await bar.locator('.value').textContent()
  await bar.click()
  await page.getByText(`共 ${count} 行`).waitFor()
  equal(await page.locator('.head .value').textContent(), count, 'a bar opens its rows, and the number is theirs')
  await page.goBack()

  await page.getByRole('button', { name: '年度计划投资' }).click()
  await shows(page.locator('.panel', { hasText: '分类比较' }).locator('.row'), '91.96亿元')
  equal(query(page, 'measure'), 'investment.planned', 'the measure is switched, in the address')

  const worst = page.locator('.movers .row').first()
  const list = await api(page, "project?zone=weinan&as_of=2023-12-31&sort=ahead_in_year&limit=1&fields=name&where=ahead_in_year%20%3C%200")
  equal(await worst.locator('.name').textContent(), list.items[0].name, 'the furthest behind comes first')
  await worst.click()
  await page.waitForURL(`**/e/project/${list.items[0].id}?*`)
  ok(true, 'and opens its project')
  await page.goto(`${address}/z/weinan?${AS_OF}`)
}

async function dates(page) {
  await figure(page, 'project.started').waitFor()
  await page.getByRole('button', { name: '上一个月末' }).click()
  await page.waitForURL(/as_of=2023-11-30/)
  const november = await api(page, 'metrics/project.started?zone=weinan&as_of=2023-11-30')
  await shows(figure(page, 'project.started'), String(november.value))
  equal(await figure(page, 'project.started').textContent(), String(november.value), 'a month back, the figures are of that day')
  const slider = page.getByRole('slider', { name: '按月移动截止日期' })
  await slider.focus()
  await page.keyboard.press('ArrowLeft')
  await page.waitForURL(/as_of=2023-10-31/)
  ok(true, 'the slider moves the date by keyboard')
  await page.getByRole('button', { name: '下一个月末' }).click()
  await page.waitForURL(/as_of=2023-11-30/)
}

async function screen(page, address) {
  await page.setViewportSize({ width: 1920, height: 1080 })
  await page.goto(`${address}/z/weinan/screen`)
  const panel = (name) => page.locator(`[data-panel=${name}]`)
  await panel('totals').waitFor()
  equal(await figure(page, 'project.count').textContent(), '135', 'the big screen shows the same figures')
  equal(await page.evaluate(() => document.documentElement.classList.contains('dark')), true, 'dark by design')
  for (const name of ['invested', 'movers', 'lights', 'problems', 'ahead']) {
    await page.keyboard.press('ArrowRight')
    await panel(name).waitFor()
    await page.waitForLoadState('networkidle')
    const { high, wide } = await page.evaluate(() => ({ high: document.documentElement.scrollHeight, wide: document.documentElement.scrollWidth }))
    ok(high <= 1080 && wide <= 1920, `panel ${name} fits the screen`, `${wide} × ${high}`)
    await shot(page, `screen-${name}`)
  }
  await accessible(page, 'the big screen')
  await page.keyboard.press('ArrowRight')
  await panel('totals').waitFor()
  await shot(page, 'screen-totals')
  ok(true, 'after the last panel comes the first')
  await page.keyboard.press('Escape')
  await page.waitForURL(`**/z/weinan?${AS_OF}`)
  equal(await page.evaluate(() => document.documentElement.classList.contains('dark')), false, 'Escape leads back, to a light page')
  await page.setViewportSize(WIDE)
}

async function turning(page, address, browser) {
  const moving = await open(browser, { viewport: { width: 3840, height: 2160 }, reducedMotion: 'no-preference' })
  await moving.page.goto(`${address}/z/weinan/screen?every=3`)
  await moving.page.locator('[data-panel=invested]').waitFor()
  ok(true, 'panels turn by themselves')
  await moving.page.keyboard.press(' ')
  await moving.page.getByRole('button', { name: '继续轮播' }).waitFor()
  await moving.page.waitForTimeout(3500)
  equal(await moving.page.locator('[data-panel]').getAttribute('data-panel'), 'invested', 'and stay when paused')
  const size = await moving.page.locator('[data-metric="investment.progress"] .value').evaluate((e) => parseFloat(getComputedStyle(e).fontSize))
  ok(size >= 200, 'on a 4K wall figures are twice as large', size)
  equal(moving.faults.join('\n'), '', 'nothing goes wrong while turning')
  await moving.context.close()
}

async function catalogue(page, address) {
  await page.goto(`${address}/z/weinan/metrics?${AS_OF}`)
  const entry = (name) => page.locator(`[data-entry="${name}"]`)
  await entry('project.started').waitFor()
  const { items } = await api(page, 'metrics?zone=weinan&as_of=2023-12-31')
  equal(await page.locator('[data-entry]').count(), items.length, 'every metric is there')
  await shows(entry('project.started').locator('.value'), '100')
  const text = await entry('project.started').textContent()
  ok(text.includes('停工项目单列') && text.includes("started and not halted and stage != 'withdrawn'"), 'with its definition and formula', text)
  ok(text.includes('已开工，且非停工中，且项目阶段 ≠ 退出'), 'and the formula in words', text)
  ok(text.includes('月通报'), 'and where it is used')
  await shot(page, 'metrics')
  await accessible(page, 'the catalogue')
  await page.getByLabel('搜索指标').fill('纳统 差距')
  await entry('project.not_in_statistics').waitFor()
  await entry('project.started').waitFor({ state: 'detached' })
  equal(await page.locator('[data-entry]').count(), 1, 'it is searched by words of definitions')
  await page.reload()
  await entry('project.not_in_statistics').waitFor()
  equal(await page.locator('[data-entry]').count(), 1, 'the search is in the address')
  await page.getByLabel('搜索指标').fill('没有这种指标')
  await page.getByRole('heading', { name: '没有找到指标' }).waitFor()
  ok(true, 'a search that finds nothing says so')
}

async function metric(page, address) {
  await page.goto(`${address}/z/weinan/m/project.started?${AS_OF}`)
  await page.locator('figure.chart svg').waitFor()
  equal(await page.locator('figure.chart table tbody tr').count(), 12, 'a metric has its curve over twelve months')
  equal(await page.locator('figure.chart table tbody tr').last().locator('td').last().textContent(), '100', 'which ends with the number')
  await page.locator('.rows tbody tr').first().waitFor()
  await shot(page, 'metric')
  await accessible(page, 'a metric')
  const link = page.locator('.rows tbody tr').first().getByRole('link').first()
  await link.click()
  await page.waitForURL('**/e/project/*')
  ok(true, 'its rows link to their records')
}

async function english(page, address) {
  await page.goto(`${address}/z/weinan?${AS_OF}`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('Furthest behind').waitFor()
  await page.getByRole('link', { name: /^More than 90 days/ }).waitFor()
  await shot(page, 'cockpit-en')
  await accessible(page, 'the cockpit in English')
  await page.goto(`${address}/z/weinan/metrics?${AS_OF}`)
  await page.getByText('not halted and Stage').first().waitFor()
  await fits(page, 'the catalogue in English')
  await accessible(page, 'the catalogue in English')
  await page.goto(`${address}/z/weinan/screen`)
  await page.locator('[data-panel=totals]').waitFor()
  await accessible(page, 'the big screen in English')
  await page.goto(`${address}/z/weinan/m/investment.progress?${AS_OF}`)
  await page.locator('figure.chart svg').waitFor()
  await accessible(page, 'a metric in English')
}

async function phone(page, address, browser) {
  const small = await open(browser, { viewport: PHONE, colorScheme: 'dark', hasTouch: true })
  for (const [name, path, ready] of [
    ['cockpit', 'z/weinan', '[data-metric="project.count"]'],
    ['metrics', `z/weinan/metrics?${AS_OF}`, '[data-entry]'],
    ['metric', `z/weinan/m/investment.progress?${AS_OF}`, '.rows tbody tr'],
    ['screen', 'z/weinan/screen', '[data-panel]'],
  ]) {
    await small.page.goto(`${address}/${path}`)
    await small.page.locator(ready).first().waitFor()
    await shot(small.page, `phone-${name}`)
    await fits(small.page, `${name} on a phone`)
  }
  equal(small.faults.join('\n'), '', 'nothing goes wrong on a phone')
  await small.context.close()
}

export default () => part('cockpit', () => walkSample({ steps: { figures, openings, dates, screen, turning, catalogue, metric, english, phone } }))
