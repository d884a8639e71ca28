// lights.mjs — lamps on lists, boards, the cockpit and a project's page; their rules drafted, previewed and put in force.
import { accessible, fits, PHONE, shot, shows, walkSample } from '../browser.mjs'
import { equal, ok } from '../tap.mjs'

const AS_OF = 'as_of=2023-12-31'
const at = (address, path, query = '') => `${address}/z/weinan/${path}?${AS_OF}${query}`

async function get(page, address, path) {
  const response = await page.request.fetch(`${address}/api/v1/${path}${path.includes('?') ? '&' : '?'}zone=weinan&${AS_OF}`, { headers: { Origin: address } })
  return response.json()
}
const metric = async (page, address, name) => Number((await get(page, address, `metrics/light.${name}`)).value)
const red = async (page, address, where = "light_progress = 'red'") => (await get(page, address, `project?where=${encodeURIComponent(where)}&limit=1&fields=name`)).items[0]

async function onCockpit(page, address) {
  await page.goto(at(address, ''))
  const panel = page.locator('section.lights')
  await panel.locator('[data-metric="light.red"]').waitFor()
  equal(Number((await panel.locator('[data-metric="light.red"] .value').textContent()).trim()), await metric(page, address, 'red'), 'the cockpit counts red projects')
  await panel.locator('ul .row').nth(3).waitFor()
  ok(true, 'by unit, too')
  await page.locator('[data-metric="project.count"] .change').first().waitFor()
  equal(await panel.locator('.change').count(), 0, 'no change is told since a day of which no lamp is on record')
  await panel.scrollIntoViewIfNeeded()
  await accessible(page, 'the cockpit with lights')
  await shot(page, 'lights-cockpit')
  await panel.locator('[data-metric="light.red"]').click()
  await page.waitForURL(/\/m\/light\.red/)
  await shows(page.locator('main'), '红灯项目')
  ok(true, 'a figure opens into its rows')
}

async function onList(page, address) {
  await page.goto(at(address, 'e/project', `&where=${encodeURIComponent('亮灯 = 红')}&cols=name,light,light_progress,unit`))
  await page.locator('tr[data-id] .lamp[data-colour=red]').first().waitFor()
  const lamps = await page.locator('tr[data-id] td:nth-child(3) .lamp').evaluateAll((all) => all.map((l) => `${l.dataset.colour} ${l.innerText.trim()}`))
  ok(lamps.length > 10 && lamps.every((l) => l.startsWith('red 红')), 'a list filtered by 亮灯 = 红 shows red lamps, each with its letter', lamps.slice(0, 3).join())
  await accessible(page, 'a list of lamps')
  await shot(page, 'lights-list')
}

async function onBoard(page, address) {
  await page.goto(at(address, 'e/project/board'))
  await page.locator('[data-card] .lamp').first().waitFor()
  ok(true, 'cards of the board carry the light')
}

async function onProject(page, address) {
  const project = await red(page, address)
  await page.goto(at(address, `e/project/${project.id}`))
  await page.locator('[data-lamp=progress]').waitFor()
  equal(await page.locator('section.lights [data-lamp]').count(), 6, 'six lamps')
  await page.locator('[data-lamp=progress]').click()
  const detail = page.locator('.detail')
  await shows(detail, '进度灯为什么是红灯')
  await detail.locator('[data-input=completed_in_year]').waitFor()
  ok((await detail.locator('[data-of=red].holds').textContent()).includes('成立'), 'the red condition tells its arithmetic')
  ok(/本年完成投资再增加 .*(万|亿)元，转为(黄|绿)灯/.test(await detail.locator('[data-turn]').first().textContent()), 'and how much more would turn it')
  await accessible(page, 'a lamp that is opened')
  await shot(page, 'lights-project')
}

async function inKeys(page, address) {
  const project = await red(page, address)
  await page.goto(at(address, `e/project/${project.id}`))
  const lamp = page.locator('[data-lamp=statistics]')
  await lamp.focus()
  await page.keyboard.press('Enter')
  await page.locator('.detail').waitFor()
  equal(await lamp.getAttribute('aria-expanded'), 'true', 'a lamp opens by the keyboard')
}

async function giveReason(page, address) {
  const project = await red(page, address)
  await page.goto(at(address, `e/project/${project.id}`))
  await page.locator('[data-lamp=progress]').click()
  await page.locator('[data-deed=reason]').click()
  const drawer = page.locator('dialog')
  await drawer.locator('[name=reason]').fill('设计变更，重新报批')
  await drawer.getByRole('button', { name: '保存', exact: true }).click()
  await shows(page.locator('.detail .reason'), '待认可')
  ok(true, 'a reason waits to be accepted')
  await shows(page.locator('.detail'), '进度灯为什么是红灯')
  await page.locator('.detail .reason button').click()
  await drawer.locator('[name=accepted_by]').fill('项目办')
  await drawer.locator('[name=until]').fill('2030-01-01')
  await drawer.getByRole('button', { name: '保存', exact: true }).click()
  await shows(page.locator('.detail .reason'), '项目办 已认可')
  await page.locator('[data-lamp=progress] .lamp.excused').waitFor()
  ok(true, 'once accepted the lamp is excused')
}

async function rules(page, address) {
  await page.goto(at(address, 'lights'))
  const progress = page.locator('section[data-lamp=progress]')
  await progress.locator('[data-preset=progress-ratio]').waitFor()
  equal(await page.locator('section[data-lamp]').count(), 6, 'a rule for each lamp')
  await accessible(page, 'the rules')
  await shot(page, 'lights-rules')
  await progress.locator('[data-preset=progress-ratio]').click()
  const dialog = page.locator('dialog')
  await dialog.locator('[data-term=yellow] textarea').fill('completed_in_yaer < 1')
  await dialog.locator('[data-deed=preview]').click()
  await shows(dialog.locator('[data-term=yellow]'), 'completed_in_yaer')
  ok(true, 'a fault is told at the condition that has it')
  await dialog.locator('[data-term=yellow] textarea').fill('completed_in_year < expected_in_year')
  await dialog.locator('[data-deed=preview]').click()
  await dialog.locator('.preview li').first().waitFor()
  const moved = await dialog.locator('.preview li').count()
  ok(moved > 0, `the preview names the ${moved} projects that would change`)
  await accessible(page, 'a preview')
  await shot(page, 'lights-preview')
  const first = Number(await dialog.locator('.preview li').first().getAttribute('data-project'))
  const to = await dialog.locator('.preview li').first().locator('.lamp').nth(1).getAttribute('data-colour')
  await dialog.locator('[name=since]').fill('2023-12-01')
  await dialog.locator('[data-deed=force]').click()
  await dialog.waitFor({ state: 'detached' })
  await shows(progress, '年度投资占时间进度的比例')
  const explained = await get(page, address, `lights/projects/${first}`)
  equal(explained.lamps[1].colour, to, 'put in force, it does what the preview said')
  await progress.locator('details').click()
  ok((await progress.locator('details li').count()) === 2, 'both editions are on record')
}

async function afterWriting(page, address) {
  const project = await red(page, address, "light_start = 'green' and not completed and light_statistics != 'red'")
  const headers = { Origin: address, 'If-Match': `"${project.version}"` }
  const response = await page.request.fetch(`${address}/api/v1/project/${project.id}?zone=weinan`, { method: 'PATCH', headers, data: { started_on: '2023-03-01', total_investment: 6_000_000_00 * 100 } })
  equal(response.status(), 200, 'a project is changed')
  const today = () => page.request.fetch(`${address}/api/v1/project?zone=weinan&where=id%20%3D%20${project.id}&fields=light_statistics`, { headers: { Origin: address } })
  let colour
  for (let i = 0; i < 50 && colour !== 'red'; i++) {
    await page.waitForTimeout(200)
    colour = (await (await today()).json()).items[0].light_statistics
  }
  equal(colour, 'red', 'and its lights follow by themselves')
}

async function onPhone(page, address) {
  const project = await red(page, address)
  await page.goto(at(address, `e/project/${project.id}`))
  await page.locator('[data-lamp=progress]').click()
  await page.locator('.detail').waitFor()
  await fits(page, 'a lamp opened on a phone')
  await accessible(page, 'a lamp opened on a phone')
  await shot(page, 'lights-phone')
  await page.goto(at(address, 'lights'))
  await page.locator('section[data-lamp=progress] dl').waitFor()
  await fits(page, 'the rules on a phone')
  await page.goto(at(address, ''))
  await page.locator('section.lights [data-metric="light.red"]').waitFor()
  await fits(page, 'the cockpit with lights on a phone')
}

async function inEnglish(page, address) {
  await page.addInitScript(() => localStorage.setItem('steward.language', 'en'))
  await page.goto(at(address, 'lights'))
  await page.locator('section[data-lamp=progress] dl').waitFor()
  await shows(page.locator('h1'), 'Rules of lights')
  const project = await red(page, address, "light_progress in ('red', 'yellow')")
  await page.goto(at(address, `e/project/${project.id}`))
  await page.locator('[data-lamp=progress]').click()
  await shows(page.locator('.detail'), 'Why the Progress light is')
  ok(/grows by .* yuan: it turns/.test(await page.locator('[data-turn]').first().textContent()), 'what would turn it, in English')
}

export default async function lights() {
  await walkSample({ steps: { cockpit: onCockpit, list: onList, board: onBoard, project: onProject, keys: inKeys, reason: giveReason, rules, 'after a write': afterWriting }, statuses: [422] })
  await walkSample({ steps: { phone: onPhone }, options: { viewport: PHONE } })
  await walkSample({ steps: { english: inEnglish } })
}
