// meetings.mjs — a dispatch meeting from its agenda to its minutes, by keyboard; promises; a staff event; on a phone.
import { readFileSync } from 'node:fs'
import { accessible, fits, inBrowser, open, PHONE, saved, shot, shows, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { ask } from '../tools.mjs'

const DAY = '2023-12-31'

async function api(address, method, path, body, headers = {}) {
  const [where, query = ''] = path.split('?')
  const answer = await ask(`${address}/api/v1/${where}?zone=weinan&${query}`, { method, headers: { 'If-Match': '*', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers }, body: body && JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

/** A meeting of the week before, at which two things were promised. */
async function lastWeek(address) {
  const meeting = await api(address, 'POST', 'meeting', { kind: 'dispatch', title: '上周调度会', held_on: '2023-12-25' })
  for (const [what, due_on] of [['取得施工许可证', '2023-12-29'], ['完成场地平整', '2024-01-10']]) await api(address, 'POST', 'promise', { meeting: meeting.id, made_on: '2023-12-25', what, unit: 1, person: '王强', due_on, proof: '照片' })
}

const state = {}
const key = (page, name) => page.keyboard.press(name)

async function make(page, address) {
  await page.goto(`${address}/z/weinan/meetings`)
  await page.getByText('上周调度会').waitFor()
  await page.locator('[data-new]').click()
  const form = page.getByRole('dialog')
  await form.locator('[name=title]').fill('第三次周调度会')
  await form.locator('[name=held_on]').fill(DAY)
  await page.keyboard.press('Control+Enter')
  await page.locator('[data-deed=pack]').waitFor()
  state.id = Number(/meeting\/(\d+)/.exec(page.url())[1])
  await page.locator('[data-deed=pack]').click()
  await shows(page.locator('[role=status]'), '已编入：上次承诺 2 项')
  await page.locator('.agenda [data-group]').first().waitFor()
  const groups = await page.locator('.agenda [data-group]').evaluateAll((all) => all.map((g) => g.dataset.group))
  equal(groups[0], 'promise ', "last week's promises come first")
  ok(groups.length > 5 && new Set(groups).size === groups.length, 'then each leader once', groups.join(' | '))
  const lights = await page.locator('.agenda [data-group]').nth(1).locator('.lamp').evaluateAll((all) => all.map((l) => l.dataset.colour))
  equal(lights[0], 'red', 'the worst light first')
  ok(lights.lastIndexOf('red') < lights.indexOf('yellow') || !lights.includes('yellow'), 'reds before yellows', lights.join(' '))
  await accessible(page, 'a meeting')
  await fits(page, 'a meeting')
  await shot(page, 'meeting')
}

async function paper(page) {
  await page.locator('[data-deed=paper]').click()
  await page.locator('.paper').first().waitFor()
  await shows(page.locator('.paper'), '上次会议承诺事项')
  ok((await page.locator('.paper').count()) > 5, 'the pack has a page for each project')
  ok((await page.locator('.paper', { hasText: '项目一页清 1' }).count()) > 0, 'which says so')
  const file = await saved(page, page.locator('[data-file=docx]'))
  equal(readFileSync(await file.path()).toString('latin1', 0, 2), 'PK', 'it is a document too')
  await shot(page, 'meeting-pack')
  await page.goBack()
  await page.locator('[data-deed=mode]').waitFor()
}

const dialog = (page) => page.getByRole('dialog')

/** Everything by keyboard: what was promised, the first project, the end. */
async function mode(page, address) {
  await page.locator('[data-deed=mode]').click()
  await page.waitForURL('**/mode*')
  await page.locator('[data-kind=promise]').waitFor()
  const count = Number((await page.locator('[data-count]').textContent()).split('/')[1])
  ok(count > 10, `${count} items are called`)
  await shot(page, 'meeting-mode-promise')
  await key(page, 'k')
  await shows(dialog(page), '取得施工许可证')
  await key(page, 'Control+Enter')
  await shows(dialog(page).locator('.problem'), 'PRM-03')
  ok(true, 'kept without proof is refused')
  await dialog(page).locator('[name=evidence]').fill('许可证 610500-2023-118')
  await key(page, 'Control+Enter')
  await shows(page.locator('[data-kind=promise]'), '已兑现')
  await key(page, 'ArrowRight')
  await shows(page.locator('[data-kind=promise]'), '完成场地平整')
  await key(page, 'n')
  await dialog(page).locator('[name=evidence]').fill('还差北侧')
  await key(page, 'Control+Enter')
  await shows(page.locator('[data-kind=promise]'), '未按承诺')
  await key(page, 'ArrowRight')
  await page.locator('[data-kind=project] .figures').waitFor()
  await shot(page, 'meeting-mode-project')
  await accessible(page, 'meeting mode')
  equal(await page.locator('[data-count]').textContent().then((s) => s.split('/')[0].trim()), '3', 'the third item is called')

  await key(page, 'd')
  await page.keyboard.type('本周内完成管线迁改')
  await page.locator('[data-saving=saved]').waitFor()
  await key(page, 'Escape')
  await key(page, 'p')
  await dialog(page).locator('[name=what]').waitFor()
  await dialog(page).locator('[name=what]').fill('周五前报迁改方案')
  await dialog(page).locator('[name=due_on]').fill('2024-01-05')
  await dialog(page).locator('[name=proof]').fill('方案文本')
  await key(page, 'Control+Enter')
  await shows(page.locator('[data-made=promise]'), '周五前报迁改方案')
  await key(page, 'q')
  await dialog(page).locator('[name=description]').waitFor()
  equal(await dialog(page).locator('[name=description]').inputValue(), '本周内完成管线迁改', 'a problem begins with what was decided')
  await dialog(page).locator('[name=due_on]').fill('2024-01-08')
  await key(page, 'Control+Enter')
  await page.locator('[data-made=problem]').waitFor()
  const [item] = (await api(address, 'GET', `agenda_item?where=${encodeURIComponent(`meeting = ${state.id} and sequence = 3`)}`)).items
  equal(item.decision, '本周内完成管线迁改', 'the decision is saved')
  const problem = await api(address, 'GET', `problem/${item.problem}`)
  equal(`${problem.state} ${problem.due_on}`, 'assigned 2024-01-08', 'the problem is handed out with its limit')
  await key(page, '?')
  await page.getByText('交办问题').last().waitFor()
  await key(page, 'Escape')
}

/** What is typed while the line is down is kept, and saved when it is back. */
async function offline(page, address) {
  await key(page, 'ArrowRight')
  await page.locator('[data-kind=project] .figures').waitFor()
  await page.route('**/api/v1/agenda_item/**', (route) => route.abort())
  await key(page, 'd')
  await page.keyboard.type('线路断了也要记住')
  await page.locator('[data-saving=failed]').waitFor()
  await page.reload()
  await page.locator('[name=decision]').waitFor()
  equal(await page.locator('[name=decision]').inputValue(), '线路断了也要记住', 'a window closed without a line loses nothing')
  await page.locator('nav ol button').last().click()
  await page.locator('[data-end] [role=status]').waitFor()
  ok(await page.locator('[data-sure=close]').isDisabled(), 'a meeting is not closed over what is not saved')
  await page.unroute('**/api/v1/agenda_item/**')
  await page.locator('[data-sure=close]:enabled').waitFor()
  const [item] = (await api(address, 'GET', `agenda_item?where=${encodeURIComponent(`meeting = ${state.id} and sequence = 4`)}`)).items
  equal(item.decision, '线路断了也要记住', 'and it is saved by itself')
}

async function end(page, address) {
  const select = page.locator('nav ol button').last()
  await select.click()
  await page.locator('[data-end]').waitFor()
  await shows(page.locator('[data-end]'), '议定 2 项，承诺 1 项，交办问题 1 个')
  await shot(page, 'meeting-end')
  await page.locator('[data-sure=close]').click()
  const file = await saved(page, page.locator('[data-deed=minutes]'))
  ok(file.suggestedFilename().startsWith('会议纪要'), 'closing makes the minutes', file.suggestedFilename())
  await key(page, 'x')
  await page.locator('[data-deed=reopen]').waitFor()
  equal(await page.locator('[data-deed=pack]').count() + (await page.getByRole('button', { name: '修改', exact: true }).count()), 0, 'a closed meeting offers no change')
  await shot(page, 'meeting-closed')
  await page.locator('[data-deed=reopen]').click()
  await dialog(page).locator('[name=reason]').fill('漏记一项议定事项')
  await dialog(page).locator('[data-sure=reopen]').click()
  await page.locator('[data-deed=close]').waitFor()
  const meeting = await api(address, 'GET', `meeting/${state.id}`)
  equal(meeting.reopened_because, '漏记一项议定事项', 'reopening takes a reason')
}

async function promises(page, address) {
  await page.goto(`${address}/z/weinan/promises?as_of=2024-01-08`)
  await page.locator('[data-promise]').first().waitFor()
  equal(await page.locator('[data-metric="promise.kept"] strong').textContent(), '1', 'one promise was kept')
  await page.locator('[data-by=unit]').waitFor()
  await page.locator('[data-tab=overdue]').click()
  await shows(page.locator('[data-promise]'), '周五前报迁改方案')
  ok(true, 'what is past its day is overdue')
  await page.locator('[data-promise]').first().locator('[data-deed=report]').click()
  await dialog(page).locator('[name=evidence]').fill('方案已报')
  await dialog(page).locator('[data-sure=report]').click()
  await page.locator('[data-tab=reported]').click()
  await shows(page.locator('[data-promise]'), '待确认')
  ok(true, 'reported done it waits to be confirmed')
  await accessible(page, 'promises')
  await fits(page, 'promises')
  await shot(page, 'promises')
}

async function staff(page, address) {
  const event = await api(address, 'POST', 'meeting', { kind: 'staff_event', title: '职工篮球赛', held_on: '2099-05-01', capacity: 1, team_size: 5 })
  await page.goto(`${address}/z/weinan/e/meeting/${event.id}?as_of=2023-12-31`)
  equal(await page.locator('[data-deed=pack], [data-deed=mode]').count(), 0, 'a staff event has no agenda to make')
  await page.locator('[data-people] .add').click()
  await dialog(page).locator('[name=person]').fill('张三')
  await dialog(page).locator('[name=team]').fill('红队')
  await key(page, 'Control+Enter')
  await shows(page.locator('[data-places]'), '名额 1/1')
  await page.locator('[data-people] .add').click()
  await dialog(page).locator('[name=person]').fill('李四')
  await key(page, 'Control+Enter')
  await shows(dialog(page), 'ATT-02')
  ok(true, 'there are no more places than there are')
  page.once('dialog', (question) => void question.accept())
  await key(page, 'Escape')
  await page.getByRole('checkbox', { name: '张三 到会' }).check()
  await shows(page.locator('[data-people]'), '到会 1/1')
  const file = await saved(page, page.locator('[data-export=people]'))
  equal(readFileSync(await file.path()).toString('latin1', 0, 2), 'PK', 'the list of the registered is a workbook')
  await shot(page, 'staff-event')
}

async function groupStart(page, address) {
  const event = await api(address, 'POST', 'meeting', { kind: 'group_start', title: '四季度集中开工', held_on: '2023-12-20' })
  for (const [sequence, project] of [[1, 1], [2, 2]]) await api(address, 'POST', 'agenda_item', { meeting: event.id, sequence, kind: 'project', project, subject: `项目${project}` })
  await page.goto(`${address}/z/weinan/e/meeting/${event.id}?as_of=2023-12-31`)
  await page.locator('[data-metric="event.projects"]').waitFor()
  equal(await page.locator('[data-metric="event.projects"] strong').textContent(), '2', 'a group start has its totals')
  await page.locator('[name=add-project]').fill('瑞联')
  await page.getByRole('option').first().click()
  await shows(page.locator('[data-metric="event.projects"] strong'), '3')
  ok(true, 'a project is added by choosing it')
  await shot(page, 'group-start')
  await page.locator('[data-metric="event.investment"]').click()
  await page.getByText('共 3 行').waitFor()
  ok(true, 'which open into their projects')
}

async function english(page, address) {
  await page.goto(`${address}/z/weinan/meetings`)
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByText('Meetings and events').first().waitFor()
  await accessible(page, 'meetings in English')
  await page.goto(`${address}/z/weinan/meetings/${state.id}/mode?at=3`)
  await page.locator('[data-kind=project] .figures').waitFor()
  await shot(page, 'meeting-mode-en')
  await page.goto(`${address}/z/weinan/meetings`)
  await page.getByRole('button', { name: '中文' }).click()
}

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { viewport: PHONE, hasTouch: true })
  for (const [path, ready, name] of [
    ['meetings', '[data-meeting]', 'meetings'],
    [`e/meeting/${state.id}?as_of=${DAY}`, '.agenda [data-item]', 'meeting'],
    [`meetings/${state.id}/mode?at=3`, '[data-kind=project] .figures', 'meeting-mode'],
    ['promises?as_of=2024-01-08', '[data-metric]', 'promises'],
  ]) {
    await page.goto(`${address}/z/weinan/${path}`)
    await page.locator(ready).first().waitFor()
    await fits(page, `${name} on a phone`)
    await accessible(page, `${name} on a phone`)
    await shot(page, `phone-${name}`)
  }
  await page.goto(`${address}/z/weinan/meetings/${state.id}/mode?at=3`)
  await page.locator('[data-next]').tap()
  await page.locator('[data-kind=project]').waitFor()
  await page.locator('[name=decision]').fill('手机上也能记')
  await page.locator('[data-saving=saved]').waitFor()
  ok(true, 'decisions are typed on a phone too')
  equal(unexpected(faults, [422]), '', 'nothing goes wrong on a phone')
  await context.close()
}

/** Somebody of a unit: what names him is his, he reports it done, and confirms nothing. */
async function reporter() {
  await inBrowser({ sample: true, role: 'reporter' }, async ({ browser, address }) => {
    await lastWeek(address)
    await api(address, 'POST', 'promise', { made_on: '2023-12-25', what: '别人的', unit: 2, person: '李明', due_on: '2024-01-10' })
    const { page, faults, context } = await open(browser, { viewport: PHONE, hasTouch: true })
    await page.goto(`${address}/z/weinan/promises?as_of=2023-12-31`)
    await page.locator('[data-promise]').first().waitFor()
    equal(await page.locator('[data-promise]').count(), 2, 'he sees what names him, and nothing else')
    equal(await page.locator('[data-deed=kept], [data-deed=broken], [data-deed=withdrawn]').count(), 0, 'he confirms nothing')
    await page.locator('[data-deed=report]').first().tap()
    await dialog(page).locator('[name=evidence]').fill('许可证 610500-2023-118')
    await dialog(page).locator('[data-sure=report]').tap()
    await shows(page.locator('[data-promise]'), '待确认')
    ok(true, 'and reports it done with its proof')
    await page.goto(`${address}/z/weinan/meetings`)
    await page.locator('[data-meeting] a').first().tap()
    await page.locator('[data-people]').waitFor()
    equal(await page.locator('[data-deed=pack], [data-deed=mode], [data-deed=close]').count(), 0, 'he holds no meetings')
    equal(unexpected(faults), '', 'nothing goes wrong for a reporter')
    await context.close()
  })
}

export default () =>
  part('meetings', () =>
    inBrowser({ sample: true }, async ({ browser, address }) => {
      await lastWeek(address)
      const { page, faults } = await open(browser)
      const steps = { make, paper, mode, offline, end, promises, staff, groupStart, english }
      for (const [name, step] of Object.entries(steps)) await part(name, () => step(page, address))
      equal(unexpected(faults.filter((f) => !f.includes('agenda_item') || !f.includes('ERR_FAILED')), [409, 422]), '', 'nothing goes wrong on the way')
      await part('phone', () => phone(browser, address))
    }).then(() => part('reporter', reporter)),
  )
