// walk.mjs — a person's way through the application, in Chromium, on the real program over a fresh database.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { fits, inBrowser, open, PHONE, SAMPLE, saved, shot, shows, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { PERSON } from '../tools.mjs'
import { workbook } from '../workbook.mjs'

const INITIAL_LIMIT = 200 * 1024

const figure = (page, metric) => page.locator(`[data-metric="${metric}"] .value`)

async function begin(page, address) {
  await page.goto(`${address}/z/weinan/import`)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  ok(true, 'whoever comes first signs in')
  await shot(page, 'sign-in')
  await page.locator('input[name=login]').fill(PERSON.login)
  await page.locator('input[name=password]').fill('not this one')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('登录名或密码不对').waitFor()
  ok(true, 'a wrong password is refused')
  await page.locator('input[name=password]').fill(PERSON.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${address}/z/weinan/import`) // the page to sign in has it in its own address, too
  ok(true, 'the right one leads, by keyboard, to where one wanted to go')
}

async function emptyZone(page, address) {
  await page.goto(`${address}/z/weinan`)
  await page.getByText('还没有数据').waitFor()
  await page.locator('#main').getByRole('link', { name: '导入台账' }).click()
  await page.waitForURL('**/z/weinan/import')
  ok(true, 'a zone without data leads to the import')
}

async function importSample(page) {
  await page.locator('input[type=file]').setInputFiles(SAMPLE)
  await page.waitForURL('**/import/*')
  await page.locator('tr[data-row="7"]').waitFor()
  equal(await page.getByRole('tab').count(), 6, 'six sheets are recognised')
  equal(`${await page.getByLabel('表头第一行').inputValue()}–${await page.getByLabel('表头最后一行').inputValue()}`, '3–4', 'the rows of the head are named')
  const leader = page.locator('select[aria-label^="O "]')
  const meant = await leader.inputValue()
  await leader.selectOption('')
  const corrected = page.locator('[data-column=O]').getByText('已改正')
  await corrected.waitFor()
  equal(await leader.inputValue(), '', 'a column can be left out')
  await page.reload()
  await corrected.waitFor()
  ok(true, 'the correction is kept over a reload')
  await Promise.all([page.waitForResponse((r) => r.url().includes('/mapping')), leader.selectOption(meant)])
  await page.locator('select[aria-label^="O "]:enabled').waitFor()
  equal(await leader.inputValue(), meant, 'and can be taken back')
  await shot(page, 'import-mapping')

  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('试算通过').waitFor()
  equal(await page.locator('[data-count="project created"]').textContent(), '135', 'the preview counts 135 new projects')
  ok((await page.locator('[data-tab=skipped]').textContent()).includes('7'), 'the preview lists 7 rows skipped')
  ok((await page.locator('[data-tab=created]').count()) === 1, 'the preview lists what is new')
  await page.locator('[data-tab=created]').click()
  ok((await page.getByText('瑞联原料药生产线项目').count()) > 0, 'a change names its project')
  await shot(page, 'import-preview')

  await page.getByRole('button', { name: '确认导入' }).click()
  await page.getByText('导入完成').waitFor()
  await shot(page, 'import-done')
  await page.getByRole('link', { name: '查看总览' }).click()
}

async function totals(page) {
  await figure(page, 'project.count').waitFor()
  equal(new URL(page.url()).searchParams.get('as_of'), '2023-12-31', "totals are as of the ledger's date, in the address")
  equal(await figure(page, 'project.count').textContent(), '135', '135 projects')
  equal(await figure(page, 'project.started').textContent(), '100', '100 started')
  equal(await figure(page, 'project.in_statistics').textContent(), '93', '93 in statistics')
  await page.locator('[data-metric="project.started"]').focus()
  await page.getByRole('tooltip').filter({ hasText: '停工项目单列' }).first().waitFor()
  ok(true, 'a figure shows its definition on focus')
  await page.mouse.click(5, 700)
  await page.evaluate(() => document.activeElement.blur())
  await page.getByRole('tooltip').first().waitFor({ state: 'hidden' })
  await shot(page, 'totals')
}

async function downloads(page) {
  for (const [name, ending, magic] of [['bulletin.docx', '.docx', 'PK'], ['bulletin.annex', '.xlsx', 'PK'], ['ledger.own', '.xlsx', 'PK'], ['ledger.like', 'weinan-2023.xlsx', 'PK']]) {
    const file = await saved(page, page.locator(`[data-document="${name}"]`))
    const bytes = readFileSync(await file.path())
    ok(file.suggestedFilename().endsWith(ending) && bytes.toString('latin1', 0, 2) === magic, `${name} is downloaded`, file.suggestedFilename())
  }
}

async function drillDown(page) {
  await page.locator('[data-metric="project.started"]').click()
  await page.waitForURL('**/m/project.started?*')
  const first = page.locator('ul .row').first()
  await first.waitFor()
  const unit = await first.locator('.name').textContent()
  const count = await first.locator('.value').textContent()
  equal(`${unit} ${count}`, '财政金融局 13', 'the figure opens into units')
  equal(await page.locator('.rows tbody tr').count(), 30, 'the first 30 rows are shown')
  await page.getByRole('button', { name: '显示更多' }).click()
  await page.locator('.rows tbody tr').nth(59).waitFor()
  ok(true, 'more rows follow')
  await first.click()
  await page.getByText('共 13 行').waitFor()
  equal(await page.locator('.rows tbody tr').count(), 13, 'a bar narrows to its rows')
  equal(await page.locator('.head .value').textContent(), '13', 'and the number is theirs')
  ok((await page.locator('.chip').textContent()).includes('责任单位 = 财政金融局'), 'the condition is shown in words')
  ok((await page.locator('code').last().textContent()).includes(`--where 'unit = "财政金融局"'`), 'the command has the condition')
  await shot(page, 'drill-down')
  await page.reload()
  await page.getByText('共 13 行').waitFor()
  ok(true, 'a deep link reloads as it was')
  await page.goBack()
  await page.getByText('共 100 行').waitFor()
  ok(true, 'going back widens it again')
  await page.getByPlaceholder('如：总投资 >= 1亿').fill('总投资 >=')
  await page.keyboard.press('Enter')
  await page.locator('.problem').getByText('FML-01').waitFor()
  ok(true, 'a condition that cannot be read says where')
}

async function languages(page, address) {
  await page.goto(`${address}/z/weinan?as_of=2023-12-31`)
  await figure(page, 'project.total_investment').waitFor()
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('Started projects').waitFor()
  await page.getByText('bn yuan').first().waitFor()
  equal(await page.evaluate(() => document.documentElement.lang), 'en', 'the page says its language')
  await page.reload()
  await page.getByText('Started projects').waitFor()
  ok(true, 'the language is remembered')
  await shot(page, 'totals-en')
  await page.getByRole('button', { name: 'Dark theme' }).click()
  equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(18, 22, 27)', 'dark is dark')
  await shot(page, 'totals-en-dark')
  await page.getByRole('button', { name: 'Dark theme' }).click()
  await page.getByRole('button', { name: '中文' }).click()
}

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, colorScheme: 'dark', hasTouch: true })
  await page.goto(`${address}/z/weinan`)
  await figure(page, 'project.count').waitFor()
  await fits(page, 'totals on a phone')
  await shot(page, 'phone-totals')
  await page.goto(`${address}/z/weinan/m/project.started?by=month`)
  await page.locator('.rows tbody tr').first().waitFor()
  await fits(page, 'drill-down on a phone')
  await shot(page, 'phone-drill-down')
  await page.goto(`${address}/z/weinan/import`)
  await page.locator('input[type=file]').setInputFiles(SAMPLE)
  await page.locator('tr[data-row="7"]').waitFor()
  await fits(page, 'import on a phone')
  await shot(page, 'phone-import')
  equal(faults.join('\n'), '', 'nothing goes wrong on a phone')
  await context.close()
}

/** The sample again changes nothing; a workbook with faults says where they are and keeps everything out. */
async function again(page, address) {
  await page.goto(`${address}/z/weinan/import`)
  await page.locator('input[type=file]').setInputFiles(SAMPLE)
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('试算通过').waitFor()
  equal(await page.locator('[data-count="project unchanged"]').textContent(), '135', 'the same workbook again: 135 unchanged')
  equal(await page.locator('[data-tab=created], [data-tab=updated]').count(), 0, 'and no change')
}

async function rejected(page, address) {
  const bytes = workbook('台账', [
    ['项目名称', '责任单位', '总投资（万元）', '开工时间'],
    ['甲项目', '经济发展局', 1000, '2023.3'],
    ['乙项目', '经济发展局', -2000, '2023年4月'],
    ['甲项目', '经济发展局', 1200, '2023.3'],
  ])
  await page.goto(`${address}/z/weinan/import`)
  await page.locator('input[type=file]').setInputFiles({ name: '有错.xlsx', mimeType: 'application/octet-stream', buffer: bytes })
  await page.getByRole('button', { name: '试算' }).click()
  await page.getByText('有 2 处被退回').waitFor()
  const lines = await page.locator('.items li').allTextContents()
  ok(lines.some((l) => l.includes('台账') && l.includes('3') && l.includes('总投资不能为负数')), 'a rejected row names sheet, row and reason', lines.join('\n'))
  ok(lines.some((l) => l.includes('LGR-02')), 'and its code', lines.join('\n'))
  equal(await page.getByRole('button', { name: '确认导入' }).isDisabled(), true, 'it cannot be imported as it is')
  await shot(page, 'import-rejected')
  const file = await saved(page, page.getByRole('button', { name: '下载带批注的工作簿' }))
  const annotated = readFileSync(await file.path())
  ok(annotated.toString('latin1', 0, 2) === 'PK' && annotated.length > bytes.length / 2, 'the annotated workbook is downloaded')
  await page.getByText('跳过被退回的行').click()
  await page.getByRole('button', { name: '确认导入' }).click()
  await page.getByText('导入完成').waitFor()
  equal(await page.locator('[data-count="project created"]').textContent(), '1', 'the good row can be taken alone')
}

/** The same project with another amount: the preview says old → new. */
async function update(page, address) {
  const bytes = workbook('台账', [
    ['项目名称', '责任单位', '总投资（万元）'],
    ['甲项目', '经济发展局', 1500],
  ])
  await page.goto(`${address}/z/weinan/import`)
  await page.locator('input[type=file]').setInputFiles({ name: '更新.xlsx', mimeType: 'application/octet-stream', buffer: bytes })
  await page.getByRole('button', { name: '试算' }).click()
  await shows(page.locator('.items dl'), '总投资')
  const cell = page.locator('.items dl > div', { hasText: '总投资' })
  equal((await cell.textContent()).replace(/\s+/g, ' ').trim(), '总投资1,000万元 → 1,500万元', 'a change shows the cell before and after')
  await page.getByRole('button', { name: '返回修改' }).click()
  await page.locator('tr[data-row="2"]').waitFor()
  ok(true, 'one can go back to the mapping')
}

async function notAWorkbook(page, address) {
  await page.goto(`${address}/z/weinan/import`)
  await page.locator('input[type=file]').setInputFiles({ name: '不是.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
  await page.locator('.problem code').waitFor()
  ok(true, 'a file that is no workbook is refused with a reason')
  await page.goto(`${address}/z/nowhere?as_of=2023-12-31`)
  await page.locator('.problem').getByText('API-02').first().waitFor()
  ok(true, 'an unknown zone is named as the problem')
}

async function initialLoad(browser, address) {
  const { page, context } = await open(browser)
  const sizes = { page: [], charts: [] }
  const foreign = []
  page.on('response', (response) => {
    const url = new URL(response.url())
    const part = /\/(charts|zrender)-/.test(url.pathname) ? 'charts' : 'page'
    if (!url.pathname.startsWith('/api/')) sizes[part].push(response.body().then((body) => gzipSync(body, { level: 9 }).length))
    if (url.origin !== address) foreign.push(url.href)
  })
  await page.goto(`${address}/z/weinan?as_of=2023-12-31`)
  await figure(page, 'project.count').waitFor()
  await page.waitForLoadState('networkidle')
  const total = async (part) => (await Promise.all(sizes[part])).reduce((sum, size) => sum + size, 0)
  const [initial, lazy] = [await total('page'), await total('charts')]
  equal(foreign.join(' '), '', 'everything comes from the program')
  ok(initial <= INITIAL_LIMIT, `the first page loads ${Math.ceil(initial / 1024)} kB gzip, at most 200`)
  ok(lazy > 0 && lazy <= INITIAL_LIMIT, `what draws its charts follows: ${Math.ceil(lazy / 1024)} kB gzip, at most 200`)
  await context.close()
}

export default () =>
  part('walk', () =>
    inBrowser({}, async ({ browser, address }) => {
      const { page, faults } = await open(browser, { stranger: true })
      const walk = (name, step) => part(name, () => step(page, address))
      await walk('begin', begin)
      await walk('empty zone', emptyZone)
      await walk('import the sample', importSample)
      await walk('totals', totals)
      await walk('downloads', downloads)
      await walk('drill-down', drillDown)
      await walk('languages', languages)
      await walk('import again', again)
      await walk('rejected rows', rejected)
      await walk('update', update)
      equal(unexpected(faults, [401, 422]), '', 'nothing goes wrong on the way')
      await walk('not a workbook', notAWorkbook)
      await part('phone', () => phone(browser, address))
      await part('initial load', () => initialLoad(browser, address))
    }),
  )
