// shell.mjs — the frame of every page: menu, keys, settings, the way back, what is said when the program is gone.
import { accessible, fits, inBrowser, open, PHONE, shot, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'

const HOME = '/z/weinan?as_of=2023-12-31'

async function menu(page, address) {
  await page.goto(address + HOME)
  const pages = page.getByRole('navigation', { name: '页面' })
  await pages.getByRole('link', { name: '驾驶舱' }).waitFor()
  equal(await pages.locator('[aria-current=page]').textContent(), '驾驶舱', 'the menu says where one is')
  const links = await pages.getByRole('link').evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  equal(new Set(links).size, links.length, 'no two entries lead to the same page')
  for (const link of links) {
    await page.goto(address + link)
    await page.locator('#main').waitFor()
    equal(await page.getByText('没有这个页面').count(), 0, `${link.split('?')[0]} is there`)
  }
  await page.goto(address + HOME)
  await page.getByRole('button', { name: '收起菜单' }).click()
  const width = await pages.evaluate((nav) => nav.clientWidth)
  ok(width < 80, 'the menu folds', width)
  await page.getByRole('button', { name: '收起菜单' }).click()
}

async function keys(page, address) {
  await page.goto(address + HOME)
  await page.locator('[data-metric]').first().waitFor()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: '键盘操作' })
  await help.waitFor()
  ok((await help.textContent()).includes('导入台账'), 'the help lists the pages')
  await accessible(page, 'help for keys')
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'hidden' })
  await page.keyboard.press('g')
  await page.keyboard.press('i')
  await page.waitForURL('**/z/weinan/import**')
  ok(true, 'g i opens the import')
  await page.keyboard.press('g')
  await page.keyboard.press('h')
  await page.waitForURL('**/z/weinan?**')
  ok(true, 'g h goes home')
  await page.keyboard.press('Tab')
  equal(await page.evaluate(() => document.activeElement.textContent), '跳到正文', 'the first stop of Tab skips to the content')
}

async function settings(page, address) {
  await page.goto(address + HOME)
  await page.getByRole('button', { name: '显示设置' }).click()
  await page.locator('.settings select').nth(1).selectOption('dotted')
  await shot(page, 'shell-settings')
  await page.locator('.settings select').nth(1).selectOption('words')
}

async function search(page, address) {
  await page.goto(address + HOME)
  await page.locator('[data-metric]').first().waitFor()
  await page.keyboard.press('/')
  const box = page.getByRole('combobox', { name: '搜索' })
  await box.fill('原料药')
  const options = page.getByRole('listbox', { name: '找到的内容' }).getByRole('option')
  await options.filter({ hasText: '瑞联原料药生产线项目' }).first().waitFor()
  ok(true, 'part of a Chinese name finds its project')
  await box.fill('rlyly')
  await options.filter({ hasText: '瑞联原料药生产线项目' }).first().waitFor()
  ok(true, 'initials of pinyin find it too')
  await accessible(page, 'search')
  await shot(page, 'shell-search')
  await box.fill('没有这样的项目')
  await page.getByText('没有找到').waitFor()
  ok(true, 'nothing found is said')
  await box.fill('rlyly')
  await options.filter({ hasText: '瑞联原料药生产线项目' }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL('**/e/project/*')
  ok(true, 'Enter opens what is found')
}

async function gone(browser, address) {
  const { page, context } = await open(browser, {})
  await page.goto(address + HOME)
  await page.locator('[data-metric]').first().waitFor()
  await context.setOffline(true)
  await page.locator('.offline').waitFor()
  ok(true, 'a lost connection is said')
  await shot(page, 'shell-offline')
  await context.setOffline(false)
  await page.locator('.offline').waitFor({ state: 'detached' })
  ok(true, 'and taken back by itself')
  await context.close()
}

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, hasTouch: true })
  await page.goto(address + HOME)
  const pages = page.getByRole('navigation', { name: '页面' })
  await page.getByRole('button', { name: '菜单' }).click()
  await pages.getByRole('link', { name: '导入台账' }).waitFor()
  await shot(page, 'shell-phone-menu')
  await fits(page, 'the menu on a phone')
  await pages.getByRole('link', { name: '导入台账' }).click()
  await page.waitForURL('**/import**')
  await pages.getByRole('link', { name: '导入台账' }).waitFor({ state: 'hidden' })
  ok(true, 'the drawer closes when a page is chosen')
  equal(unexpected(faults, [403]), '', 'nothing goes wrong on a phone')
  await context.close()
}

export default () =>
  part('shell', () =>
    inBrowser({ sample: true }, async ({ browser, address }) => {
      const { page, faults } = await open(browser, {})
      const walk = (name, step) => part(name, () => step(page, address))
      await walk('menu', menu)
      await walk('keys', keys)
      await walk('settings', settings)
      await walk('search', search)
      equal(unexpected(faults, [403]), '', 'nothing goes wrong on the way')
      await part('gone', () => gone(browser, address))
      await part('phone', () => phone(browser, address))
    }),
  )
