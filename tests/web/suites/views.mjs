// views.mjs — boards, timeline and map: looked at, worked in, by mouse and by keyboard, on a desk and on a phone.
import { accessible, fits, open, PHONE, shot, shows, walkSample } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'

const AS_OF = 'as_of=2023-12-31'
const at = (address, path, query = '') => `${address}/z/weinan/e/${path}?${AS_OF}${query}`
const column = (page, step) => page.locator(`[data-step="${step}"]`)
const count = async (page, step) => Number((await column(page, step).locator('.count').textContent()).match(/\d+/)[0])
const note = (page) => page.locator('.note')

async function boardCounts(page, address) {
  await page.goto(at(address, 'project/board'))
  await column(page, 'building').locator('[data-card]').first().waitFor()
  equal(await page.locator('section[data-step]').count(), 9, 'a column for each stage')
  const counts = []
  for (const step of await page.locator('section[data-step]').all()) counts.push(Number((await step.locator('.count').textContent()).match(/\d+/)[0]))
  equal(counts.reduce((a, b) => a + b), 135, 'the columns hold all 135 projects')
  await shows(column(page, 'building').locator('.sum'), '亿元')
  ok(true, 'a column tells its money')
  equal(await column(page, 'building').locator('[data-card]').count(), 30, 'cards are loaded as they come into sight')
  await column(page, 'building').locator('[data-card]').last().scrollIntoViewIfNeeded()
  await column(page, 'building').locator('[data-card]').nth(30).waitFor()
  ok(true, 'and more follow')
  const facts = await column(page, 'building').locator('[data-card]').first().textContent()
  ok(/亿元|万元/.test(facts) && facts.includes('·'), 'a card tells money, unit and leader', facts)
  await shot(page, 'board')
}
export default () => walkSample({ steps: { 'board counts': boardCounts } })
