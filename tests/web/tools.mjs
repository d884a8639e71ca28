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

/** The program over a fresh database of its own, which `fill` may fill first; `set` names settings, "backup.every=6h". */
export async function serve(fill = () => {}, set = () => []) {
  const folder = mkdtempSync(join(tmpdir(), 'steward-web-'))
  const db = join(folder, 'test.db')
  execFileSync(program, ['migrate', '--db', db], { stdio: ['ignore', 'ignore', 'inherit'] })
  fill(db, folder)
  const child = spawn(program, ['serve', '--db', db, '--listen', '127.0.0.1:0', '--quiet', ...set(folder).flatMap((one) => ['--set', one])], { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill) // whatever happens, nothing stays behind
  const address = await new Promise((resolve, reject) => {
    child.stdout.once('data', (line) => resolve(String(line).trim().replace(/\/$/, '')))
    child.once('exit', (code) => reject(new Error(`steward serve ended with ${code}`)))
  })
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
