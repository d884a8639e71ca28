// federation.mjs — signing in at another server: a real directory (slapd) and a real OpenID provider, both on this machine.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CHROMIUM, open } from '../browser.mjs'
import { equal, ok, part } from '../tap.mjs'
import { need, program } from '../tools.mjs'

const OWN = 'a stone in the river 7'
const SECRET = 'between the two of us 9'
const DIRECTORY = `dn: dc=zone,dc=test
objectClass: dcObject
objectClass: organization
o: zone
dc: zone

dn: ou=people,dc=zone,dc=test
objectClass: organizationalUnit
ou: people

dn: uid=li,ou=people,dc=zone,dc=test
objectClass: inetOrgPerson
uid: li
cn: 李
sn: 李
userPassword: known to the directory 3

dn: uid=absent,ou=people,dc=zone,dc=test
objectClass: inetOrgPerson
uid: absent
cn: absent
sn: absent
userPassword: known to the directory 3
`

const freePort = () =>
  new Promise((resolve) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })

async function reached(port) {
  for (let i = 0; i < 100; i++) {
    const there = await new Promise((resolve) => {
      const c = createConnection(port, '127.0.0.1', () => c.end(() => resolve(true)))
      c.once('error', () => resolve(false))
    })
    if (there) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`nobody listens at ${port}`)
}

/** A directory of its own, for as long as the suite runs. */
async function startDirectory(folder) {
  const port = await freePort()
  const conf = join(folder, 'slapd.conf')
  const schemas = ['core', 'cosine', 'inetorgperson'].map((s) => `include /etc/ldap/schema/${s}.schema`).join('\n')
  writeFileSync(conf, `${schemas}
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/slapd.pid
database mdb
suffix "dc=zone,dc=test"
rootdn "cn=steward,dc=zone,dc=test"
rootpw ${SECRET.replaceAll(' ', '-')}
directory ${folder}
access to attrs=userPassword by anonymous auth by * none
access to * by * none
`)
  writeFileSync(join(folder, 'people.ldif'), DIRECTORY)
  execFileSync('/usr/sbin/slapadd', ['-f', conf, '-l', join(folder, 'people.ldif')], { stdio: 'ignore' })
  const child = spawn('/usr/sbin/slapd', ['-f', conf, '-h', `ldap://127.0.0.1:${port}`, '-d', '0'], { stdio: 'ignore' })
  process.once('exit', () => child.kill('SIGKILL'))
  await reached(port)
  return { port, child }
}

/** An OpenID provider whose people are those who say who they are; its pages ask for a name. */
async function startProvider() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${server.address().port}`
  const { default: Provider } = await import(pathToFileURL(need.resolve('oidc-provider')))
  return {
    issuer,
    serve(address) {
      const client = (id, name) => ({
        client_id: id,
        client_secret: SECRET,
        redirect_uris: [`${address}/api/v1/sign-in/oidc/${name}/back`],
      })
      const quiet = console.warn
      console.warn = () => undefined // it warns of its pages for development, which are just what is wanted here
      const provider = new Provider(issuer, {
        clients: [client('steward', 'city'), client('steward-plain', 'plain')],
        claims: { openid: ['sub'], profile: ['preferred_username'] },
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id }) }),
        pkce: { required: () => true },
        cookies: { keys: ['for this test'] },
        ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      })
      console.warn = quiet
      server.on('request', provider.callback())
    },
    stop: () => server.closeAllConnections() || server.close(),
  }
}

function settings(provider, directory, folder) {
  const oidc = (name, id, claim) => `[oidc.${name}]
label = ${name === 'city' ? '政务统一认证' : 'Plain'}
issuer = ${provider.issuer}
client_id = ${id}
client_secret = ${SECRET}
login_claim = ${claim}
zone = weinan
`
  const file = join(folder, 'steward.conf')
  writeFileSync(file, `[ldap]
address = ldap://127.0.0.1:${directory.port}
bind_dn = cn=steward,dc=zone,dc=test
password = ${SECRET.replaceAll(' ', '-')}
base = ou=people,dc=zone,dc=test
zone = weinan

${oidc('city', 'steward', 'preferred_username')}
${oidc('plain', 'steward-plain', 'sub')}`)
  return file
}

async function startProgram(folder, config) {
  const db = join(folder, 'test.db')
  execFileSync(program, ['migrate', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
  for (const [login, name] of [['wang', '王'], ['li', '李']])
    execFileSync(program, ['user', 'add', login, '--db', db, '--zone', 'weinan', '--zone-name', '渭南高新区', '--name', name, '--role', 'office', '--password-stdin'], {
      input: OWN,
      stdio: ['pipe', 'ignore', 'inherit'],
    })
  execFileSync(program, ['user', 'add', 'gone', '--db', db, '--zone', 'weinan', '--name', '走', '--role', 'office', '--password-stdin'], { input: OWN, stdio: ['pipe', 'ignore', 'inherit'] })
  execFileSync(program, ['user', 'disable', 'gone', '--db', db, '--zone', 'weinan'], { stdio: ['ignore', 'ignore', 'inherit'] })
  const child = spawn(program, ['serve', '--db', db, '--config', config, '--listen', '127.0.0.1:0', '--quiet'], { stdio: ['ignore', 'pipe', 'ignore'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const address = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim().replace(/\/$/, '')))
    child.once('exit', (code) => reject(new Error(`steward serve ended with ${code}`)))
  })
  return { address, child }
}

async function signIn(address, login, password) {
  const answer = await fetch(`${address}/api/v1/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ login, password }) })
  return { status: answer.status, cookie: answer.headers.get('set-cookie') ?? '', ...(await answer.json()) }
}

async function testDirectory(address, directory) {
  const ways = await (await fetch(`${address}/api/v1/sign-in`)).json()
  equal(ways.ways.join(), 'password,ldap', 'the directory is one way to sign in')
  const known = await signIn(address, 'li', 'known to the directory 3')
  equal(`${known.status} ${known.login}`, '200 li', 'a password that the directory knows')
  ok(known.cookie.startsWith('steward_session='), 'gives a session')
  equal((await signIn(address, 'li', OWN)).status, 200, 'the own one goes on')
  equal((await signIn(address, 'li', 'neither of them 8')).code, 'AUT-01', 'another does not')
  equal((await signIn(address, 'li', '')).status !== 200, true, 'an empty password is no anonymous bind')
  equal((await signIn(address, 'absent', 'known to the directory 3')).code, 'AUT-01', 'nobody is made by signing in')
  equal((await signIn(address, '*', 'known to the directory 3')).code, 'AUT-01', 'a name is no filter')
  equal((await signIn(address, 'l*)(uid=li', 'known to the directory 3')).code, 'AUT-01', 'nor part of one')
  directory.child.kill('SIGTERM')
  await new Promise((resolve) => directory.child.once('exit', resolve))
  equal((await signIn(address, 'li', OWN)).status, 200, 'without the directory the own password does')
  equal((await signIn(address, 'li', 'known to the directory 3')).code, 'AUT-25', 'and the other is told why not')
}

/** Through the provider's pages, as somebody who says this name. */
async function throughProvider(page, address, name, login, to) {
  await page.goto(`${address}/api/v1/sign-in/oidc/${name}?to=${encodeURIComponent(to)}`)
  await page.fill('input[name=login]', login)
  await page.fill('input[name=password]', 'whatever')
  await page.click('button[type=submit]')
  await page.click('button[type=submit]') // and agrees
  await page.waitForURL(`${address}/**`)
}

const me = (page) => page.evaluate(async () => (await fetch('/api/v1/me')).json())

async function testProvider(browser, address) {
  const ways = await (await fetch(`${address}/api/v1/sign-in`)).json()
  equal(ways.oidc.map((o) => o.label).join(), '政务统一认证,Plain', 'the providers are named')
  for (const name of ['city', 'plain']) {
    const { page, context } = await open(browser, { stranger: true })
    await throughProvider(page, address, name, 'wang', '/projects?sort=name')
    equal((await me(page)).login, 'wang', `${name}: signed in as who the provider says`)
    ok(page.url().startsWith(`${address}/projects?sort=name`), 'at the page that was wanted', page.url())
    const cookies = await context.cookies()
    const session = cookies.find((c) => c.name === 'steward_session')
    ok(session?.httpOnly && session.sameSite === 'Lax', 'by a session that no script reads')
    ok(!cookies.some((c) => c.name === 'steward_oidc'), 'the question is forgotten')
    await context.close()
  }
  for (const [login, code] of [['stranger', 'AUT-23'], ['gone', 'AUT-03']]) {
    const { page, context } = await open(browser, { stranger: true })
    await throughProvider(page, address, 'city', login, '/')
    ok(page.url().includes(`problem=${code}`), `${login} is told ${code}`, page.url())
    equal((await me(page)).status, 401, 'and not signed in')
    await context.close()
  }
}

/** What somebody may send us back from nowhere. */
async function testForged(address) {
  const back = (query, cookie = '') => fetch(`${address}/api/v1/sign-in/oidc/city/back${query}`, { redirect: 'manual', headers: { Cookie: cookie } })
  const there = await fetch(`${address}/api/v1/sign-in/oidc/city?to=//evil.example`, { redirect: 'manual' })
  equal(there.status, 303, 'a question')
  const cookie = there.headers.get('set-cookie').split(';')[0]
  const asked = new URL(there.headers.get('location')).searchParams
  equal(asked.get('code_challenge_method'), 'S256', 'with PKCE')
  const problem = async (r) => new URL((await r).headers.get('location'), address).searchParams.get('problem')
  equal(await problem(back('?code=x&state=y')), 'AUT-22', 'an answer without a question')
  equal(await problem(back('?code=x&state=y', cookie)), 'AUT-22', 'an answer to another question')
  equal(await problem(back(`?error=access_denied&state=${asked.get('state')}`, cookie)), 'AUT-24', 'a refusal')
  equal(await problem(back(`?code=made-up&state=${asked.get('state')}`, cookie)), 'AUT-20', 'a code that the provider does not know')
  const foreign = Buffer.from(cookie.split('.')[4], 'base64url').toString()
  equal(foreign, '/', 'and nobody is sent to another server')
  equal((await fetch(`${address}/api/v1/sign-in/oidc/none`, { redirect: 'manual' })).status, 404, 'a provider that there is not')
}

export default () =>
  part('federation', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'steward-federation-'))
    const ends = [() => rmSync(folder, { recursive: true, force: true })]
    try {
      const directory = await startDirectory(folder)
      ends.push(() => directory.child.kill('SIGTERM'))
      const provider = await startProvider()
      ends.push(() => provider.stop())
      const server = await startProgram(folder, settings(provider, directory, folder))
      ends.push(() => server.child.kill('SIGTERM'))
      provider.serve(server.address)
      const browser = await need('playwright-core').chromium.launch(CHROMIUM)
      ends.push(() => browser.close())
      await part('provider', () => testProvider(browser, server.address))
      await part('forged', () => testForged(server.address))
      await part('directory', () => testDirectory(server.address, directory))
    } finally {
      for (const end of ends.reverse()) await end()
    }
  })
