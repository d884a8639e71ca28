// audit.mjs — the auditor's pages: records found by who, what and when; one of them field by field; the proof; their export.
import { readFileSync } from 'node:fs'
import { accessible, fits, open, PHONE, saved, shot, walkSample } from '../browser.mjs'
import { equal, ok } from '../tap.mjs'
import { ask } from '../tools.mjs'

const zone = (address, path) => `${address}/z/weinan/${path}`
const records = (page) => page.locator('tr[data-record]')

async function change(address, id, values) {
  const target = `${address}/api/v1/project/${id}?zone=weinan`
  const answer = await ask(target, { method: 'PATCH', headers: { 'Content-Type': 'application/json', 'If-Match': '*' }, body: JSON.stringify(values) })
  equal(answer.status, 200, 'a change is saved')
}

async function list(page, address) {
  await change(address, 3, { note: '审计可查', nature: 'continuing' })
  await change(address, 4, { note: '另一行' })
  await page.goto(zone(address, 'audit'))
  await records(page).first().waitFor()
  const numbers = (await records(page).evaluateAll((rows) => rows.map((r) => Number(r.dataset.record)))).join(' ')
  equal(numbers, numbers.split(' ').sort((a, b) => b - a).join(' '), 'the latest record comes first')
  await page.locator('input[name=row]').fill('3')
  await page.getByLabel('对象').first().click()
  await page.getByRole('option', { name: '项目', exact: true }).click()
  await page.getByRole('button', { name: '查找' }).click()
  await page.waitForURL(/row=3/)
  await page.getByText('1 条记录').waitFor()
  equal(await records(page).count(), 1, 'records of one row')
  await page.getByRole('button', { name: '全部', exact: true }).click()
  await page.getByText('条记录').first().waitFor()
  await page.getByLabel('行为').first().click()
  await page.getByRole('option', { name: '导入', exact: true }).click()
  await page.getByRole('button', { name: '查找' }).click()
  await page.getByText('1 条记录', { exact: true }).waitFor()
  ok((await records(page).first().textContent()).includes('导入'), 'an import is one record')
  await page.goto(zone(address, 'audit?from=2031-01-01'))
  await page.getByText('没有符合的审计记录').waitFor()
  await page.goto(zone(address, 'audit'))
  await records(page).first().waitFor()
  await accessible(page, 'the audit')
  await fits(page, 'the audit')
  await shot(page, 'audit')
  const file = await saved(page, page.getByRole('button', { name: '导出 Excel' }))
  equal(readFileSync(await file.path()).toString('latin1', 0, 2), 'PK', 'they are exported as a workbook')
}

async function one(page, address) {
  await page.goto(zone(address, 'audit?entity=project&row=3'))
  await records(page).first().getByRole('link').click()
  const nature = page.locator('tr[data-field=note]')
  await nature.waitFor()
  ok((await nature.textContent()).includes('审计可查'), 'a record tells each field, before and after')
  equal(await page.locator('.bad[role=alert]').count(), 0, 'and that the row is as it was written')
  await accessible(page, 'a record')
  await fits(page, 'a record')
  await shot(page, 'audit-record')
}

async function proof(page, address) {
  await page.goto(zone(address, 'audit'))
  await page.getByRole('button', { name: '开始校验' }).click()
  const report = page.locator('[data-report]')
  await report.waitFor()
  ok((await report.textContent()).includes('完好'), 'all is whole')
  await page.locator('tr[data-record]', { hasText: '校验审计' }).first().waitFor()
  await accessible(page, 'the proof')
  await shot(page, 'audit-proof')
}

async function elsewhere(page, address, browser) {
  const phone = await open(browser, { viewport: PHONE })
  await phone.page.goto(zone(address, 'audit'))
  await records(phone.page).first().waitFor()
  await fits(phone.page, 'the audit on a phone')
  await accessible(phone.page, 'the audit on a phone')
  await shot(phone.page, 'audit-phone')
  await phone.context.close()
  await page.goto(zone(address, 'audit'))
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText(/^\d+ records$/).waitFor()
  await records(page).filter({ hasText: 'Verified the audit' }).first().waitFor()
  await shot(page, 'audit-en')
}

export default () => walkSample({ steps: { list, one, proof, elsewhere }, statuses: [403], role: 'auditor' })
