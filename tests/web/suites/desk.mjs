// desk.mjs — what comes in and what goes out: imports with their places, cancel and undo; the bulletin on its pages, kept, and its template.
import { readFileSync } from 'node:fs'
import { accessible, fits, open, PHONE, SAMPLE, saved, shot, walkSample } from '../browser.mjs'
import { equal, ok } from '../tap.mjs'
import { ask } from '../tools.mjs'
import { document, edited, part, workbook } from '../workbook.mjs'

const zone = (address, path) => `${address}/z/weinan/${path}`
const choose = (page, name, buffer) => page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
const row = (page, number) => page.locator(`tr[data-row="${number}"]`)

async function metric(address, name, where = '') {
  const query = new URLSearchParams({ zone: 'weinan', as_of: '2023-12-31', ...(where ? { where } : {}) })
  return (await (await ask(`${address}/api/v1/metrics/${name}?${query}`)).json()).display
}

/** The sample's first sheet: as it looks, to its last row, with its columns chosen from the sheet itself. */
async function sheetAsItLooks(page, address) {
  await page.goto(zone(address, 'import'))
  await page.locator('input[type=file]').setInputFiles(SAMPLE)
  await row(page, 7).waitFor()
  equal(await row(page, 5).getAttribute('class').then((c) => c.split(' ')[0]), 'total', 'the total is marked as one')
  equal(await row(page, 6).getAttribute('class').then((c) => c.split(' ')[0]), 'section', 'and a section')
  const pane = page.getByRole('region', { name: '重点项目台账' })
  const colours = await page.evaluate(() => ['.data td:nth-child(3)', '[data-column=B] .letter'].map((s) => getComputedStyle(document.querySelector(s)).getPropertyValue('--hue')))
  ok(colours[0] && colours[0] === colours[1], 'a column has one colour in the sheet and in the list', colours.join(' '))
  await pane.evaluate((p) => (p.scrollTop = p.scrollHeight))
  await row(page, 145).locator('td').nth(1).click()
  ok((await page.locator('.bar .where').textContent()).startsWith('B'), 'a cell is told in full')
  await page.getByRole('button', { name: /^G 列/ }).click()
  equal(await page.evaluate(() => document.activeElement.closest('[data-column]')?.dataset.column), 'G', 'a column of the sheet leads to what it means')
  await page.keyboard.press('Escape')
  await accessible(page, 'the mapping')
  await shot(page, 'desk-mapping')
}

const FAULTY = [
  ['项目名称', '责任单位', '总投资（万元）', '开工时间'],
  ['甲项目', '经济发展局', 1000, '2023.3'],
  ['乙项目', '经济发展局', -2000, '2023年4月'],
  ['渭南高新区汽车核心零部件产业园项目', '产投集团', 123456, '2023.2'],
]

async function differences(page, address) {
  await page.goto(zone(address, 'import'))
  await choose(page, '有错.xlsx', workbook('台账', FAULTY))
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('有 1 处被退回').waitFor()
  const fault = page.locator('.items li').first()
  const said = await fault.textContent()
  ok(['台账', '第 3 行', 'C 列', '总投资不能为负数', '怎么改'].every((w) => said.includes(w)), 'a fault tells sheet, row, column, what is wrong and what mends it', said)
  await fault.locator('.place').click()
  equal(await page.locator('.bar .where').textContent(), 'C3', 'and leads to its cell')
  equal(await page.locator('td.marked.rejected').textContent().then((s) => s.trim()), '-2000', 'which is marked in the sheet')
  await accessible(page, 'the preview')
  await page.locator('[data-tab=updated]').click()
  await page.locator('.items .place').first().click()
  const cell = await page.locator('td.marked.updated', { hasText: '12.3456亿元' }).textContent()
  ok(/→\s*12.3456亿元/.test(cell), 'a difference stands in its own cell, old and new', cell)
  equal(await page.locator('[data-tab=created] .mark').textContent(), '1', 'the refused row is not among the new ones')
  await shot(page, 'desk-preview')
}

/** Taken over, then taken back: the figures are what they were. */
async function undo(page, address) {
  const before = [await metric(address, 'project.count'), await metric(address, 'project.total_investment')]
  await page.getByText('跳过被退回的行').click()
  await page.getByRole('button', { name: '确认导入' }).click()
  await page.getByText('导入完成').waitFor()
  ok((await metric(address, 'project.total_investment')) !== before[1], 'an import changes the figures')
  await page.goto(zone(address, 'imports'))
  const run = page.locator('[data-run]').filter({ hasText: '有错.xlsx' })
  const kept = await saved(page, run.locator('[data-action=file]'))
  ok(readFileSync(await kept.path()).equals(workbook('台账', FAULTY)), 'its workbook is kept byte for byte')
  const like = await saved(page, run.locator('[data-action=like]'))
  equal(readFileSync(await like.path()).toString('latin1', 0, 2), 'PK', 'and is exported in its layout')
  await accessible(page, 'past imports')
  await fits(page, 'past imports')
  await shot(page, 'desk-imports')
  await run.locator('[data-action=undo]').click()
  await page.locator('[data-undo="deleted project"]').waitFor()
  ok((await page.locator('[data-undo="restored project"]').count()) === 1, 'undoing says first what it deletes and puts back')
  ok((await metric(address, 'project.total_investment')) !== before[1], 'and writes nothing yet')
  await accessible(page, 'the undo')
  await shot(page, 'desk-undo')
  await page.getByRole('button', { name: '确认撤销' }).click()
  await run.getByText('已撤销').waitFor()
  equal([await metric(address, 'project.count'), await metric(address, 'project.total_investment')].join(), before.join(), 'undone, the figures are what they were')
  await page.locator('.el-dialog__footer').getByRole('button', { name: '关闭' }).click()
  await run.getByRole('link').first().click()
  await page.getByText('这次导入已撤销').waitFor()
  await row(page, 3).waitFor()
  ok(true, 'a past import opens with its workbook')
}

async function cancelled(page, address) {
  const rows = Array.from({ length: 60000 }, (_, i) => [`项目${i}`, '经济发展局', i + 1])
  await page.goto(zone(address, 'import'))
  await choose(page, '很大.xlsx', workbook('台账', [['项目名称', '责任单位', '总投资（万元）'], ...rows]))
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByRole('status').getByRole('button', { name: '取消' }).click()
  await page.locator('.problem').getByText('CTX-01').waitFor()
  equal(await metric(address, 'project.count'), '135', 'a long import can be cancelled, and nothing was written')
}

async function bulletin(page, address) {
  await page.goto(zone(address, 'reports?as_of=2023-12-31'))
  await page.getByRole('link', { name: '月通报' }).waitFor()
  await accessible(page, 'the report centre')
  await page.getByRole('link', { name: '月通报' }).click()
  await page.locator('.paper').first().waitFor()
  const papers = page.locator('.paper')
  ok((await papers.count()) > 5, 'the bulletin stands on pages')
  const sizes = await papers.evaluateAll((all) => all.map((p) => [p.offsetWidth / p.offsetHeight, Math.max(...[...p.children].map((c) => c.offsetTop + c.offsetHeight)) <= p.offsetHeight]))
  ok(sizes.every(([ratio, holds]) => Math.abs(ratio - 210 / 297) < 0.002 && holds), 'of A4, each holding what is on it')
  equal((await page.locator('.folio').first().textContent()).trim(), '— 1 —', 'with page numbers between dashes')
  const figures = await page.locator('.sheets [data-figure]').evaluateAll((all) => all.map((a) => [a.dataset.figure, a.dataset.where ?? '', a.textContent]))
  for (const name of ['project.count', 'project.started', 'project.in_statistics', 'investment.planned']) {
    const printed = figures.find(([f, where]) => f === name && !where)?.[2]
    equal(printed, await metric(address, name), `${name} is the metric's own`)
  }
  const gap = page.locator('.sheets [data-figure="project.started"][data-where="not in_statistics"]').first()
  equal(await gap.textContent(), await metric(address, 'project.started', 'not in_statistics'), 'a figure with a condition too')
  await accessible(page, 'the bulletin')
  await shot(page, 'desk-bulletin')
  await gap.click()
  await page.waitForURL('**/m/project.started?*')
  equal(new URL(page.url()).searchParams.get('where'), 'not in_statistics', 'it opens its metric with the condition')
  await page.goBack()
  await page.locator('.paper').first().waitFor()
}

async function files(page) {
  await page.getByRole('spinbutton', { name: '期号' }).fill('21')
  await page.keyboard.press('Tab')
  await page.locator('.sheets').getByText('2023年第21期').waitFor()
  ok(page.url().includes('issue=21'), 'the issue is chosen, in the address')
  for (const [format, magic] of [['docx', 'PK'], ['annex', 'PK'], ['pdf', '%P']]) {
    const file = await saved(page, page.locator(`.files [data-file=${format}]`))
    equal(readFileSync(await file.path()).toString('latin1', 0, 2), magic, `${format} is downloaded`)
  }
  await page.locator('[data-keep]').click()
  const issue = page.locator('[data-issue]').first()
  await issue.waitFor()
  ok(/留存于 20\d\d/.test(await issue.textContent()), 'the issue says when it was kept', await issue.textContent())
  const again = await saved(page, issue.locator('[data-file=docx]'))
  equal(readFileSync(await again.path()).toString('latin1', 0, 2), 'PK', 'the issue is kept and downloaded again')
}

/** The issue as it was frozen: on its pages, a figure with its rows of then, and the document once more, byte for byte. */
async function replay(page) {
  const issue = page.locator('[data-issue]').first()
  const issued = readFileSync(await (await saved(page, issue.locator('[data-file=docx]'))).path())
  await issue.locator('[data-open]').click()
  await page.locator('.sheets').getByText('2023年第21期').waitFor()
  const again = readFileSync(await (await saved(page, page.locator('[data-replay=docx]'))).path())
  ok(issued.equals(again), 'the replayed document is the issued one')
  await accessible(page, 'an issued report')
  const started = page.locator('.sheets [data-figure="project.started"]:not([data-where])').first()
  const shown = await started.textContent()
  await started.click()
  await page.waitForURL('**/figure?*')
  equal(await page.locator('[data-value]').textContent(), shown, 'a frozen figure is what was printed')
  equal(String(await page.locator('tbody tr').count()), shown, 'and opens into its frozen rows')
  ok((await page.locator('tbody').textContent()).includes('在建'), 'with its choices in words')
  await accessible(page, 'a frozen figure')
  await shot(page, 'desk-frozen')
  await page.goBack()
  await page.goBack()
}

async function template(page) {
  const upload = page.locator('.template input[type=file]')
  const give = (name, text) => upload.setInputFiles({ name, mimeType: 'application/octet-stream', buffer: document(text) })
  await give('坏.docx', '本期共{{totals.cuont}}个项目')
  const faults = page.locator('.check.bad')
  await faults.waitFor()
  ok((await faults.textContent()).includes('totals.cuont'), 'a wrong field is refused with its place', await faults.textContent())
  await page.getByText('正在使用内置模板').waitFor()
  equal(await page.locator('[data-template=save]').count(), 0, 'and nothing is saved')
  await shot(page, 'desk-template')
  await give('好.docx', '截至{{as_of}}，我区通报')
  await page.locator('[data-template=save]').click()
  await page.getByText('正在使用本园区的模板').waitFor()
  await page.locator('.sheets').getByText('截至2023年12月31日，我区通报').waitFor()
  ok(true, "one's own template is in force at once")
  await page.locator('[data-template=drop]').click()
  await page.locator('.sheets').getByText('重点项目建设通报').first().waitFor()
  ok(true, 'and the built-in one again')
}

/** The annex's template: downloaded, changed, uploaded; the annex then shows the change. */
async function annexTemplate(page) {
  await page.locator('[data-part=annex]').focus()
  await page.keyboard.press('Enter')
  await page.getByText('用 Excel 修改').waitFor()
  const upload = page.locator('.template input[type=file]')
  const give = (name, buffer) => upload.setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
  const builtIn = readFileSync(await (await saved(page, page.locator('[data-template=get]'))).path())
  const head = (from, to) => edited(builtIn, 'xl/worksheets/sheet1.xml', (xml) => xml.replaceAll(from, to))
  await give('坏.xlsx', head('{{planned_wan}}', '{{planed_wan}}'))
  const faults = page.locator('.check.bad')
  await faults.waitFor()
  const said = await faults.textContent()
  ok(['planed_wan', 'planned_wan', '责任单位排名!H3', 'DOC-02'].every((w) => said.includes(w)), 'a wrong field is refused with its cell and the name meant', said)
  await accessible(page, 'the faults of an annex template')
  await shot(page, 'desk-annex-template')
  await give('好.xlsx', head('>名称<', '>我区单位<'))
  await page.locator('[data-template=save]').click()
  await page.getByText('正在使用本园区的模板').waitFor()
  const annex = async () => part(readFileSync(await (await saved(page, page.locator('.files [data-file=annex]'))).path()), 'xl/worksheets/sheet1.xml')
  const own = await annex()
  ok(own.includes('我区单位') && own.includes('产投集团') && !own.includes('{{'), "the annex is filled from one's own template")
  await page.locator('[data-part=document]').click()
  await page.getByText('正在使用内置模板').waitFor()
  ok(true, "the document's own stays the built-in one")
  await page.locator('[data-part=annex]').click()
  await page.locator('[data-template=drop]').click()
  await page.getByText('正在使用内置模板').waitFor()
  ok(!(await annex()).includes('我区单位'), 'and the built-in one again')
}

async function english(page, address) {
  await page.getByRole('button', { name: 'English' }).click()
  for (const [path, ready] of [['reports?as_of=2023-12-31', 'Past issues'], ['imports', 'Original file'], ['import', 'Drop a ledger here'], ['reports/monthly_bulletin?as_of=2023-12-31', 'Keep this issue']]) {
    await page.goto(zone(address, path))
    await page.getByText(ready).first().waitFor()
    await accessible(page, `${path} in English`)
  }
  await page.getByRole('button', { name: '中文' }).click()
}

async function phone(_, address, browser) {
  const { page, context } = await open(browser, { viewport: PHONE, hasTouch: true })
  await page.goto(zone(address, 'reports/monthly_bulletin?as_of=2023-12-31'))
  await page.locator('.flow .title').waitFor()
  ok(!(await page.locator('.paper').first().isVisible()), 'on a phone the bulletin flows')
  for (const path of ['reports/monthly_bulletin?as_of=2023-12-31', 'imports', 'import/1', 'reports?as_of=2023-12-31']) {
    await page.goto(zone(address, path))
    await page.waitForLoadState('networkidle')
    await fits(page, `${path} on a phone`)
    await accessible(page, `${path} on a phone`)
    await shot(page, `desk-phone-${path.split('?')[0].replace('/', '-')}`)
  }
  await context.close()
}

export default () =>
  walkSample({
    steps: { sheetAsItLooks, differences, undo, cancelled, bulletin, files, replay, template, annexTemplate, english, phone },
    statuses: [422],
  })
