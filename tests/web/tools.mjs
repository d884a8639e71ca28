// tools.mjs — where things are, what the web toolchain lends to tests, and the real program to test.
import { spawn, execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const program = process.env.STEWARD ?? join(root, 'build/steward')
export const need = createRequire(join(root, 'web/package.json'))

/** A TypeScript module of the application that imports nothing at run time but what `lend` has. */
export async function load(path, lend = {}) {
  const { transform } = createRequire(need.resolve('vite'))('esbuild')
  const source = readFileSync(join(root, 'web/src', path), 'utf8')
  const { code } = await transform(source, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} }
  const lender = (name) => {
    if (name in lend) return lend[name]
    throw new Error(`${path} imports ${name}`)
  }
  new Function('module', 'exports', 'require', code)(module, module.exports, lender)
  return module.exports
}

/** The messages of every room: { shell: { key: [zh, en] } }. */
export async function loadMessages() {
  const rooms = {}
  for (const file of readdirSync(join(root, 'web/src/messages'))) {
    if (file === 'index.ts' || file === 'messages.ts') continue
    Object.assign(rooms, await load(`messages/${file}`))
  }
  return rooms
}

/** Somebody of the project office of the zone: how he signs in. */
export const PERSON = { login: 'office', password: 'a stone in the river 7' }

const cookies = { asks: '', looks: '' }

/** As he asks, who is signed in at the program that was started last. */
export const ask = (url, options = {}) => {
  const headers = { ...options.headers, Cookie: cookies.asks, Origin: new URL(url).origin }
  return fetch(url, { ...options, headers })
}

/** The session of whoever looks, for a browser that did not sign in by its page. */
export const session = () => {
  const [name, value] = cookies.looks.split('=')
  return { name, value }
}

/** Somebody with that role, of that name; the zone is made when there is none. */
function addPerson(db, zone, role) {
  const words = ['user', 'add', role, '--db', db, '--zone', zone, '--zone-name', '渭南高新区', '--name', '王强', '--role', role, '--password-stdin']
  execFileSync(program, words, { input: PERSON.password, stdio: ['pipe', 'ignore', 'inherit'] })
}

async function signIn(address, login) {
  const body = JSON.stringify({ ...PERSON, login })
  const answer = await fetch(`${address}/api/v1/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`)
  return answer.headers.get('set-cookie').split(';')[0]
}

/** The program over a fresh database of its own, which `fill` may fill first, looked at by somebody of that role; `set`
 * names settings, "backup.every=6h". */
export async function serve(fill = () => {}, { set = () => [], zone = 'weinan', role = 'office' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-web-'))
  const db = join(folder, 'test.db')
  execFileSync(program, ['migrate', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
  fill(db, folder)
  for (const who of new Set([PERSON.login, role])) addPerson(db, zone, who)
  const child = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', '--quiet', ...set(folder).flatMap((one) => ['--set', one])], { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill) // whatever happens, nothing stays behind
  const address = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim().replace(/\/$/, '')))
    child.once('exit', (code) => reject(new Error(`steward serve ended with ${code}`)))
  })
  cookies.asks = await signIn(address, PERSON.login)
  cookies.looks = role === PERSON.login ? cookies.asks : await signIn(address, role)
  return {
    address,
    folder,
    async stop() {
      const over = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await over
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
