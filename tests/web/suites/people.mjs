// people.mjs — signing in and out, the own profile, accounts, roles and rights, and what each role is shown.
import { createHmac } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { accessible, fits, inBrowser, open, PHONE, shot, unexpected } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { ask, PERSON, program } from '../tools.mjs'

const PASSWORD = 'a stone in the river 7'
const NEXT = 'nine lanterns over the weir 4'
const AS_OF = 'as_of=2023-12-31'

/** People of the zone beside the one of the project office; the leader is one whom the sample pairs with projects. */
const PEOPLE = [
  ['lead', 'leader', '包联领导04'],
  ['report', 'reporter', '张敏', '--unit', '城市管理局'],
  ['look', 'viewer', '来宾甲'],
  ['stat', 'statistician', '陈静'],
  ['sys', 'sysadmin', '刘洋'],
  ['sec', 'secadmin', '黄蓉'],
  ['audit', 'auditor', '郭靖'],
]
const once = {}

function fill(db) {
  const add = (login, name, rest, input) =>
    execFileSync(program, ['user', 'add', login, '--db', db, '--zone', 'weinan', '--name', name, ...rest], { input, stdio: ['pipe', 'pipe', 'inherit'] }).toString()
  for (const [login, role, name, ...rest] of PEOPLE) add(login, name, ['--role', role, '--password-stdin', ...rest], PASSWORD)
  once.fresh = add('fresh', '新人', []).trim().split(/\s+/).at(-1)
}

/** A code as a phone shows it `steps` × 30 s from now (RFC 6238). */
function codeOf(secret, steps = 0) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function type(page, login, password) {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.keyboard.press('Enter')
}
async function signedIn(browser, address, login, options = {}) {
  const opened = await open(browser, { stranger: true, ...options })
  await opened.page.goto(`${address}/sign-in`)
  await type(opened.page, login, login === PERSON.login ? PERSON.password : PASSWORD)
  await opened.page.waitForURL((url) => url.pathname !== '/sign-in')
  return opened
}
async function signOut(page) {
  await page.getByRole('button', { name: /个人资料与退出/ }).click()
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL('**/sign-in')
}
const says = (page, text) => page.getByText(text).first().waitFor()

/* ---- the door ---- */

async function door(browser, address) {
  const { page, context } = await open(browser, { stranger: true })
  const wanted = `/z/weinan/e/project?${AS_OF}&where=halted`
  await page.goto(address + wanted)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  equal(await page.evaluate(() => document.activeElement.getAttribute('name')), 'login', 'a stranger finds the cursor where he begins')
  equal(await page.locator('input').evaluateAll((all) => all.map((i) => i.autocomplete).join(' ')), 'username current-password', 'password managers know the fields')
  await accessible(page, 'sign-in')
  await shot(page, 'people-sign-in')
  await type(page, PERSON.login, 'not this one')
  await says(page, '登录名或密码不对')
  ok(true, 'a wrong password is refused')
  equal(await page.locator('input[name=login]').inputValue(), PERSON.login, 'the login stays')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await accessible(page, 'sign-in in English')
  await page.getByRole('button', { name: '中文' }).click()
  await type(page, PERSON.login, PERSON.password)
  await page.waitForURL((url) => url.pathname + url.search === wanted)
  ok(true, 'the right one leads, by keyboard, to where one was going')
  await signOut(page)
  await page.goto(address + wanted)
  await page.getByRole('heading', { name: '登录' }).waitFor()
  ok(true, 'after signing out the page is closed again')
  await page.goto(`${address}/sign-in?problem=AUT-23`)
  await says(page, '还没有您的账号')
  ok(true, 'what another sign-in refused is told')
  await page.goto(`${address}/sign-in?to=//example.org/`)
  await type(page, PERSON.login, PERSON.password)
  await page.waitForURL(`${address}/z/weinan?**`)
  ok(true, 'an address elsewhere is not gone to')
  await context.close()
}

async function locked(browser, address) {
  const { page, context } = await open(browser, { stranger: true })
  await page.goto(`${address}/sign-in`)
  for (let i = 0; i < 6 && !(await page.locator('.wait').count()); i++) {
    await Promise.all([page.waitForResponse('**/api/v1/sign-in'), type(page, 'stat', `wrong ${i}`)])
    await page.locator('.problem').waitFor()
  }
  await page.locator('.wait').waitFor()
  ok(await page.getByRole('button', { name: '登录', exact: true }).isDisabled(), 'after too many failures one waits, and sees how long')
  await accessible(page, 'a locked sign-in')
  await shot(page, 'people-locked')
  const sec = await signedIn(browser, address, 'sec')
  await sec.page.getByRole('link', { name: '陈静' }).click()
  await sec.page.getByRole('button', { name: '解锁' }).click()
  await says(sec.page, '已解锁')
  await sec.context.close()
  await page.reload()
  await type(page, 'stat', PASSWORD)
  await page.waitForURL('**/z/weinan/**')
  ok(true, 'the security administrator unlocks')
  await context.close()
}

async function fresh(browser, address) {
  const { page, context } = await open(browser, { stranger: true })
  await page.goto(`${address}/sign-in`)
  await type(page, 'fresh', once.fresh)
  await page.getByRole('heading', { name: '请先更换密码' }).waitFor()
  ok(true, 'a one-time password has to be changed')
  await page.goto(`${address}/z/weinan?${AS_OF}`)
  await page.getByRole('heading', { name: '请先更换密码' }).waitFor()
  ok(true, 'before anything else')
  await page.locator('input[name=old]').fill(once.fresh)
  await page.locator('input[name=new]').fill('short')
  await says(page, '密码至少')
  ok(true, 'the policy speaks while one types')
  await page.locator('input[name=new]').fill('password12345')
  await says(page, '最先被猜到')
  await page.locator('input[name=new]').fill(NEXT)
  await says(page, '可以使用')
  await page.locator('input[name=again]').fill('another')
  await says(page, '两次输入的不一样')
  await accessible(page, 'the change of a password')
  await shot(page, 'people-must-change')
  await page.locator('input[name=again]').fill(NEXT)
  await page.getByRole('button', { name: '更换' }).click()
  await page.getByRole('heading', { name: '还没有分配角色' }).waitFor()
  ok((await page.locator('#main').innerText()).includes('安全管理员'), 'somebody without a role is told whom to ask')
  await accessible(page, 'the page of somebody without a role')
  await shot(page, 'people-no-role')
  await context.close()
}

/* ---- oneself ---- */

async function codes(browser, address) {
  const { page, context } = await signedIn(browser, address, 'look')
  await page.goto(`${address}/me`)
  const panel = page.getByRole('region', { name: '动态口令' })
  await panel.getByRole('button', { name: '启用' }).click()
  await panel.locator('svg.picture path').waitFor()
  const secret = await panel.locator('pre').textContent()
  await accessible(page, 'turning codes on')
  await shot(page, 'people-codes')
  await panel.locator('input[name=code]').fill('000000')
  await page.keyboard.press('Enter')
  await panel.locator('.problem').waitFor()
  ok(true, 'a wrong code does not turn it on')
  await panel.locator('input[name=code]').fill(codeOf(secret))
  await page.keyboard.press('Enter')
  const recovery = (await panel.getByLabel('恢复码', { exact: true }).textContent()).split('\n')
  equal(recovery.length, 10, 'ten recovery codes are shown once')
  await panel.getByRole('button', { name: '已经保管好' }).click()
  equal(await panel.getByText(recovery[0]).count(), 0, 'and not again')
  await signOut(page)
  await type(page, 'look', PASSWORD)
  await page.locator('input[name=code]').fill('123456')
  await page.keyboard.press('Enter')
  await says(page, '动态口令不对')
  await accessible(page, 'the code at sign-in')
  await shot(page, 'people-code')
  await page.locator('input[name=code]').fill(codeOf(secret, 1))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/z/weinan**')
  ok(true, 'a real code signs in')
  await signOut(page)
  await type(page, 'look', PASSWORD)
  await page.locator('input[name=code]').fill(recovery[3])
  await page.keyboard.press('Enter')
  await page.waitForURL('**/z/weinan**')
  ok(true, 'so does a recovery code')
  await page.goto(`${address}/me`)
  await panel.getByRole('button', { name: '停用' }).click()
  await panel.locator('input[name=password]').fill(PASSWORD)
  await page.keyboard.press('Enter')
  await panel.getByText('未启用').waitFor()
  ok(true, 'the password turns codes off')
  await context.close()
}

async function tokens(browser, address) {
  const { page, context } = await signedIn(browser, address, 'stat')
  await page.goto(`${address}/me`)
  const panel = page.getByRole('region', { name: '程序的令牌' })
  await panel.getByRole('button', { name: '新建令牌' }).click()
  await panel.locator('input[name=name]').fill('取数')
  await panel.getByRole('button', { name: '新建令牌' }).click()
  const token = await panel.getByLabel('令牌', { exact: true }).textContent()
  await shot(page, 'people-token')
  const as = (options = {}) => fetch(`${address}/api/v1/me`, { ...options, headers: { Authorization: `Bearer ${token}` } })
  equal((await (await as()).json()).login, 'stat', 'a program signs in with its token')
  const write = await fetch(`${address}/api/v1/investment?zone=weinan`, { method: 'POST', body: '{}', headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' } })
  equal(write.status, 403, 'one that reads does not write')
  await panel.getByRole('button', { name: '已经保管好' }).click()
  await page.reload()
  equal(await page.getByText(token).count(), 0, 'the token is shown once')
  await accessible(page, 'the profile')
  page.once('dialog', (dialog) => dialog.accept())
  await panel.getByRole('button', { name: '作废令牌 取数' }).click()
  await panel.getByText('还没有令牌').waitFor()
  equal((await as()).status, 401, 'a token that was revoked opens nothing')
  await shot(page, 'people-profile')
  await context.close()
}

async function sessions(browser, address) {
  const one = await signedIn(browser, address, 'stat')
  const two = await signedIn(browser, address, 'stat')
  await two.page.goto(`${address}/me`)
  const panel = two.page.getByRole('region', { name: '在这些地方登录着' })
  await panel.getByRole('button', { name: /^结束 / }).first().waitFor()
  const before = await panel.locator('li').count()
  await panel.getByRole('button', { name: /^结束 / }).first().click()
  await panel.locator('li').nth(before - 1).waitFor({ state: 'detached' })
  ok(true, 'a session elsewhere is ended')
  two.page.once('dialog', (dialog) => dialog.accept())
  await panel.getByRole('button', { name: '在所有地方退出' }).click()
  await two.page.waitForURL('**/sign-in')
  ok(true, 'signing out everywhere begins here')
  await one.page.goto(`${address}/me`)
  await one.page.getByRole('heading', { name: '登录' }).waitFor()
  ok(true, 'and ends there')
  await one.context.close()
  await two.context.close()
}

/** Nothing typed is lost: the session ends under the hands of somebody who is filling in a form. */
async function lapse(browser, address) {
  const { page, faults, context } = await signedIn(browser, address, PERSON.login)
  await page.goto(`${address}/z/weinan/e/unit/new`)
  const name = page.locator('[data-field=name] input')
  await Promise.all([page.waitForResponse('**/api/v1/unit/check**'), name.fill('新成立的专班')]) // else its check may be the first to find the session gone
  await ask(`${address}/api/v1/me/sign-out-everywhere`, { method: 'POST', headers: { Origin: address } })
  await page.getByRole('button', { name: '保存' }).click()
  const dialog = page.getByRole('dialog', { name: '请再次登录' })
  await dialog.waitFor()
  ok(true, 'a session that ended asks one to sign in where one is')
  await accessible(page, 'signing in again')
  await shot(page, 'people-again')
  equal(await dialog.locator('input[name=login]').inputValue(), PERSON.login, 'as the same person')
  await dialog.locator('input[name=password]').fill('not this one')
  await page.keyboard.press('Enter')
  await dialog.getByText('登录名或密码不对').waitFor()
  equal(await name.inputValue(), '新成立的专班', 'what was typed stands behind it')
  await dialog.locator('input[name=password]').fill(PERSON.password)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/e\/unit\/\d+/)
  await page.getByRole('heading', { name: '新成立的专班' }).waitFor()
  ok(true, 'signed in again, what was asked for is done')
  equal(unexpected(faults, [401, 422]), '', 'nothing else goes wrong on the way')
  await context.close()
}

/* ---- what each role is shown ---- */

const MENUS = {
  lead: ['项目清单', '阶段看板', '时间轴', '地图', '问题台账', '问题分类台账', '督办单据', '办理期限', '会议活动', '承诺事项', '驾驶舱', '大屏', '指标目录', '亮灯规则', '报告中心', '责任单位', '企业', '工作日历', '全部数据'],
  report: ['项目清单', '阶段看板', '时间轴', '地图', '问题台账', '问题分类台账', '督办单据', '本周填报', '办理期限', '会议活动', '承诺事项', '驾驶舱', '大屏', '指标目录', '亮灯规则', '报告中心', '策划储备', '责任单位', '企业', '工作日历', '全部数据'],
  sys: ['用户', '正在登录的人', '定时任务', '备份', '责任单位', '企业'],
  sec: ['用户', '正在登录的人', '角色权限', '责任单位'],
}
/** Where a role begins, and what its project list offers. */
const FIRST = { lead: '/z/weinan/e/problem', report: '/z/weinan/week', look: '/z/weinan', sys: '/z/weinan/e/user', sec: '/z/weinan/e/user', audit: '/z/weinan/audit' }

async function roles(browser, address) {
  for (const [login, first] of Object.entries(FIRST)) {
    const { page, faults, context } = await signedIn(browser, address, login)
    await page.locator('nav.menu a').first().waitFor()
    await page.waitForLoadState('networkidle')
    equal(new URL(page.url()).pathname, first, `${login} begins where the work is`)
    const menu = await page.locator('nav.menu a').allTextContents()
    if (MENUS[login]) equal(menu.join(' '), MENUS[login].join(' '), `${login} has the pages of the role`)
    for (const link of await page.locator('nav.menu a').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      await page.goto(address + link)
      await page.waitForLoadState('networkidle')
      equal(await page.locator('.problem').allTextContents().then((all) => all.join(' ')), '', `${login} is refused nothing on ${link.split('?')[0]}`)
    }
    equal(unexpected(faults, [401]), '', `${login} meets no fault`)
    await shot(page, `people-as-${login}`)
    await context.close()
  }
}

async function limits(browser, address) {
  const { page, context } = await signedIn(browser, address, 'look')
  await page.goto(`${address}/z/weinan/e/project?${AS_OF}`)
  await page.locator('tr[data-id]').first().waitFor()
  equal(await page.getByRole('button', { name: '新建' }).count(), 0, 'a viewer is offered nothing new')
  equal(await page.locator('[data-export]').count(), 0, 'nor an export')
  equal(await page.locator('tr[data-id] input[type=checkbox]').count(), 0, 'nor to choose rows to change')
  await page.locator('tr[data-id] a').first().click()
  await page.locator('.record-page[data-state=shown]').waitFor()
  equal(await page.getByRole('button', { name: '修改', exact: true }).count(), 0, 'a project is only read')
  await page.goto(`${address}/z/weinan/e/user?${AS_OF}`)
  await says(page, '您没有')
  ok((await page.locator('.problem').textContent()).includes('RGT-01'), 'a page one may not see says so in the words of the server')
  await context.close()

  const leader = await signedIn(browser, address, 'lead')
  await leader.page.goto(`${address}/z/weinan/e/project?${AS_OF}`)
  await leader.page.locator('tr[data-id]').first().waitFor()
  await leader.page.getByText('包联的项目').first().waitFor()
  ok(true, 'a list that is not all of it says so')
  equal(await leader.page.getByRole('button', { name: '新建' }).count(), 0, 'a leader makes no project')
  await shot(leader.page, 'people-leader-projects')
  await leader.page.goto(`${address}/z/weinan?${AS_OF}`)
  await leader.page.locator('[data-metric="project.count"]').waitFor()
  equal(await leader.page.locator('[data-document]').count(), 1, 'of the cockpit’s documents there is the own ledger')
  await leader.context.close()

  const reporter = await signedIn(browser, address, 'report')
  await reporter.page.goto(`${address}/z/weinan/e/project?${AS_OF}`)
  await reporter.page.locator('tr[data-id] a').first().click()
  await reporter.page.getByRole('button', { name: '修改', exact: true }).click()
  await reporter.page.locator('.record-form').waitFor()
  equal(await reporter.page.locator('[data-field=name]').count(), 0, 'a reporter’s form has no fields but those that are his')
  await reporter.context.close()
}

/* ---- administrators ---- */

async function accounts(browser, address) {
  const sys = await signedIn(browser, address, 'sys')
  const { page } = sys
  await page.getByRole('link', { name: '新建' }).click()
  await page.locator('[data-field=login] input').fill('zhao')
  await page.locator('[data-field=name] input').fill('赵云')
  equal(await page.locator('[data-field=role]').count(), 0, 'who makes accounts grants no roles')
  await page.getByRole('button', { name: '保存' }).click()
  await page.waitForURL(/\/e\/user\/\d+/)
  await says(page, '角色由安全管理员分配')
  page.on('dialog', (dialog) => dialog.accept())
  await page.locator('[data-deed=password]').click()
  const given = await page.getByLabel('一次性密码', { exact: true }).textContent()
  ok(given.length > 12, 'a one-time password is shown', given)
  await accessible(page, 'an account')
  await shot(page, 'people-account')
  await page.locator('[data-deed=disable]').click()
  await says(page, '账号已停用')
  equal((await fetch(`${address}/api/v1/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login: 'zhao', password: given }) })).status, 401, 'whoever is disabled stays outside')
  await page.locator('[data-deed=disable]').click()
  await says(page, '账号已启用')
  await page.goto(`${address}/z/weinan/e/user`)
  await page.getByRole('link', { name: PEOPLE.find(([login]) => login === 'sec')[2] }).click()
  await says(page, 'steward user password sec --zone weinan')
  equal(await page.locator('[data-deed=password]').count(), 0, 'an administrator is given no password here, and the page says how')

  const sec = await signedIn(browser, address, 'sec')
  await sec.page.getByRole('link', { name: '赵云' }).click()
  await sec.page.getByRole('button', { name: '修改', exact: true }).click()
  equal(await sec.page.locator('.record-form [data-field]').evaluateAll((all) => all.map((f) => f.dataset.field).join(' ')), 'role', 'the security administrator sets the role and nothing else')
  await sec.page.locator('[data-field=role] select').selectOption('viewer')
  await sec.page.getByRole('button', { name: '保存' }).click()
  await says(sec.page, '来宾')
  ok(true, 'a role is granted')

  await page.getByRole('link', { name: '正在登录的人' }).click()
  await page.locator('[data-login=sec]').first().waitFor()
  await accessible(page, 'who is signed in')
  await shot(page, 'people-signed-in')
  await page.locator('[data-login=sec]').getByRole('button').first().click()
  await page.locator('[data-login=sec]').first().waitFor({ state: 'detached' })
  await sec.page.goto(`${address}/me`)
  await sec.page.getByRole('heading', { name: '登录' }).waitFor()
  ok(true, 'a person is signed out from there')
  await sec.context.close()
  await sys.context.close()
}

async function rights(browser, address) {
  const { page, faults, context } = await signedIn(browser, address, 'sec')
  await page.getByRole('link', { name: '角色权限' }).click()
  await page.locator('select[name=role]').selectOption('viewer')
  const line = page.locator('tr[data-entity=problem]')
  await line.locator('[data-act=read].zone').waitFor()
  await accessible(page, 'rights')
  await shot(page, 'people-rights')
  await line.getByRole('button').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: /^查看/ }).selectOption('none')
  await dialog.getByLabel('理由').fill('会议纪要')
  await accessible(page, 'changing a right')
  await shot(page, 'people-right')
  await dialog.getByRole('button', { name: '保存' }).click()
  await dialog.waitFor({ state: 'detached' })
  await line.getByText('本园区规定').waitFor()
  ok(true, 'where the zone differs is marked')
  const viewer = await signedIn(browser, address, 'look')
  await viewer.page.locator('nav.menu a').first().waitFor()
  equal(await viewer.page.getByRole('link', { name: '问题台账' }).count(), 0, 'and holds at once')
  await viewer.context.close()
  await line.getByRole('button').click()
  await dialog.getByRole('button', { name: '恢复随程序的规定' }).click()
  await dialog.waitFor({ state: 'detached' })
  await line.locator('[data-act=read].zone').waitFor()
  equal(await line.getByText('本园区规定').count(), 0, 'back to the program’s')
  await page.locator('select[name=person]').selectOption({ label: '张敏 (report)' })
  await page.locator('tr[data-entity=project] [data-act=update] [data-rows]').waitFor()
  equal((await page.locator('tr[data-entity=project] [data-act=read] [data-rows]').textContent()).trim(), '5 行，共 135', 'a person’s rights come down to rows')
  await says(page, '“本单位及下级”是：城市管理局')
  ok(true, 'what a person sees is told with his places')
  await shot(page, 'people-what-if')
  equal(unexpected(faults, [401]), '', 'nothing goes wrong on the way')
  await context.close()
}

/* ---- small, and in English ---- */

async function phone(browser, address) {
  const { page, faults, context } = await open(browser, { stranger: true, viewport: PHONE, hasTouch: true })
  await page.goto(`${address}/sign-in`)
  await page.locator('input[name=login]').waitFor()
  await fits(page, 'sign-in on a phone')
  await shot(page, 'people-phone-sign-in')
  await type(page, 'lead', PASSWORD)
  await page.waitForURL('**/z/weinan/**')
  await page.goto(`${address}/me`)
  await page.getByRole('heading', { name: '个人资料' }).waitFor()
  await page.waitForLoadState('networkidle')
  await fits(page, 'the profile on a phone')
  await shot(page, 'people-phone-profile')
  await page.getByRole('button', { name: 'English' }).click()
  await page.getByRole('heading', { name: 'Profile' }).waitFor()
  await accessible(page, 'the profile in English')
  equal(/[\u4e00-\u9fff]{2}/.test((await page.locator('#main').innerText()).replaceAll('渭南高新区', '').replace(/包联领导04/g, '')), false, 'the profile says nothing in Chinese to who reads English')
  equal(unexpected(faults, [401]), '', 'nothing goes wrong on a phone')
  await context.close()
}

export default () =>
  part('people', () =>
    inBrowser({ sample: true, fill }, async ({ browser, address }) => {
      const steps = { door, fresh, codes, tokens, lapse, roles, limits, accounts, rights, sessions, locked, phone }
      for (const [name, step] of Object.entries(steps)) await part(`people: ${name}`, () => step(browser, address))
    }),
  )
