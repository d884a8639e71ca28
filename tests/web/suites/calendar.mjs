// calendar.mjs — the year as it is worked, a day of the zone's own, a pasted notice, counting; a clock from receipt to end; periodic jobs.
import { accessible, fits, inBrowser, open, PHONE, shot, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'

const NOTICE = `国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历除夕、周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。`

async function year(page, address) {
  await page.goto(`${address}/z/weinan/calendar?year=2026`)
  await page.getByText('全年 248 个工作日').waitFor()
  await page.getByText('国办发明电〔2025〕7号').waitFor()
  equal(await page.locator('.month').count(), 12, 'twelve months')
  equal(await page.locator('[data-day="2026-10-01"]').getAttribute('class'), 'rest holiday', 'October 1 is a holiday')
  equal(await page.locator('[data-day="2026-10-10"]').getAttribute('class'), 'makeup', 'October 10, a Saturday, makes up for it')
  await accessible(page, 'the calendar')
  await shot(page, 'calendar')
}

async function counting(page) {
  const panel = page.locator('[data-panel="counter"]')
  await panel.locator('[name=from]').fill('2026-09-30')
  await panel.locator('[name=days]').fill('3')
  await panel.locator('[data-result]', { hasText: '2026年10月10日 星期六' }).waitFor()
  await panel.getByText('共 10 天，其中 7 天不计：').waitFor()
  await panel.getByText('国庆节 放假').waitFor()
  await panel.locator('select').selectOption('natural')
  await panel.locator('[data-result]', { hasText: '2026年10月3日' }).waitFor()
  await panel.locator('select').selectOption('working')
  ok(page.url().includes('from=2026-09-30') && page.url().includes('days=3'), 'the question is in the address', page.url())
}

async function ownDay(page) {
  const day = page.locator('[data-day="2026-10-09"]')
  await day.getByRole('button').click()
  const sheet = page.locator('dialog.sheet')
  await sheet.getByText('平常工作日').waitFor()
  await accessible(page, 'a day')
  await sheet.locator('[name=name]').fill('集中搬迁')
  await sheet.getByRole('button', { name: '保存' }).click()
  await page.getByText('全年 247 个工作日').waitFor()
  equal(await day.getAttribute('class'), 'rest own', 'the zone rests')
  await page.locator('[data-result]', { hasText: '2026年10月12日 星期一' }).waitFor()
  await day.getByRole('button').click()
  await sheet.getByText('集中搬迁（本园区休息）').waitFor()
  await sheet.getByRole('button', { name: '恢复原来的安排' }).click()
  await page.getByText('全年 248 个工作日').waitFor()
  await page.locator('[data-result]', { hasText: '2026年10月10日' }).waitFor()
}

async function notice(page) {
  await page.getByRole('button', { name: '后一年' }).click()
  await page.getByRole('heading', { name: '2027年工作日历' }).waitFor()
  await page.locator('.page-head .mark', { hasText: '预计' }).waitFor()
  await page.locator('[name=notice]').fill('没有安排')
  await page.getByRole('button', { name: '读出来看看' }).click()
  await page.getByText('没有读出放假安排').waitFor()
  await page.locator('[name=notice]').fill(NOTICE)
  await page.getByRole('button', { name: '读出来看看' }).click()
  await page.getByText('春节 放假').first().waitFor()
  await shot(page, 'calendar-notice')
  await page.getByRole('button', { name: '录入2027年' }).click()
  await page.locator('.page-head .mark', { hasText: '预计' }).waitFor({ state: 'detached' })
  equal(await page.locator('[data-day="2027-02-20"]').getAttribute('class'), 'makeup', 'as announced')
}

async function clock(page, address) {
  await page.goto(`${address}/z/weinan/clocks`)
  await page.getByText('没有在计时的事项').waitFor()
  await page.getByRole('button', { name: '开始一项' }).click()
  const sheet = page.locator('dialog.sheet')
  await sheet.locator('[name=name]').fill('建设工程规划许可')
  await sheet.locator('[name=received_on]').fill('2026-09-28')
  await sheet.locator('[name=limit_days]').fill('7')
  await sheet.locator('[name=unit]').selectOption({ index: 1 })
  await sheet.getByRole('button', { name: '开始计时' }).click()
  await page.locator('[data-due]', { hasText: '2026年10月13日 星期二' }).waitFor()
  await page.getByText('国庆节 放假').waitFor()
  await page.locator('[data-act=stop]').click()
  await sheet.locator('[name=on]').fill('2026-10-08')
  await sheet.locator('[name=text]').fill('缺日照分析')
  await sheet.getByRole('button', { name: '停表' }).click()
  await page.locator('[data-due]', { hasText: '停表中' }).waitFor()
  await page.locator('[data-act=resume]').click()
  await sheet.locator('[name=on]').fill('2026-10-01')
  await sheet.getByRole('button', { name: '恢复' }).click()
  await sheet.getByText('日期不能早于上一次登记的').waitFor()
  await sheet.locator('[name=on]').fill('2026-10-19')
  await sheet.getByRole('button', { name: '恢复' }).click()
  await page.locator('[data-due]', { hasText: '2026年10月23日' }).waitFor()
  await page.locator('[data-act=hand-on]').click()
  await sheet.locator('[name=on]').fill('2026-10-20')
  await sheet.locator('[name=unit]').selectOption({ index: 2 })
  await sheet.getByRole('button', { name: '转手' }).click()
  await page.locator('[data-desk]').nth(1).waitFor()
  await page.locator('[data-act=finish]').click()
  await sheet.locator('[name=on]').fill('2026-10-26')
  await sheet.getByRole('button', { name: '办结' }).click()
  await page.locator('[data-state]', { hasText: '超期 1 个工作日' }).waitFor()
  equal(await page.locator('[data-desk] td:last-child').allTextContents().then((all) => all.join(' ')), '4 4', 'whose desk, how many days')
  await accessible(page, 'a clock')
  await shot(page, 'clock')
  await page.goto(`${address}/z/weinan/clocks?finished=1`)
  await page.getByRole('link', { name: '建设工程规划许可' }).waitFor()
  await accessible(page, 'clocks')
}

async function narrowAndEnglish(page, address) {
  await page.setViewportSize(PHONE)
  for (const path of ['calendar?year=2026', 'clocks?finished=1', 'clocks/1']) {
    await page.goto(`${address}/z/weinan/${path}`)
    await page.locator('.panel').first().waitFor()
    await page.waitForLoadState('networkidle')
    await fits(page, `${path} on a phone`)
  }
  await shot(page, 'clock-phone')
  await page.evaluate(() => localStorage.setItem('steward.language', 'en'))
  await page.goto(`${address}/z/weinan/calendar?year=2026`)
  await page.getByText('248 working days').waitFor()
  await page.getByRole('button', { name: /1 Oct 2026 Thu National Day, holiday/ }).waitFor()
}

async function jobs(page, address) {
  await page.goto(`${address}/z/weinan/jobs`)
  const line = page.locator('[data-job=clocks_daily]')
  await line.getByText('每天 00:10').waitFor()
  await line.getByRole('button', { name: '现在做' }).click()
  await page.getByText('已做：重算到期日').waitFor()
  await page.locator('[data-run=clocks_daily]').first().waitFor()
  await accessible(page, 'periodic jobs')
  await shot(page, 'jobs')
}

export default async function calendar() {
  await inBrowser({ sample: true, role: 'office' }, async ({ browser, address }) => {
    const { page, faults } = await open(browser)
    await part('the year', () => year(page, address))
    await part('counting days', () => counting(page))
    await part('a day of the zone’s own', () => ownDay(page))
    await part('a notice', () => notice(page))
    await part('a clock', () => clock(page, address))
    await part('on a phone and in English', () => narrowAndEnglish(page, address))
    equal(unexpected(faults, [422]), '', 'nothing went wrong in the browser')
  })
  await inBrowser({ sample: true, role: 'sysadmin' }, async ({ browser, address }) => {
    const { page, faults } = await open(browser)
    await part('periodic jobs', () => jobs(page, address))
    equal(unexpected(faults), '', 'nothing went wrong in the browser')
  })
}
