// messages.mjs — both languages say everything that pages ask for, and nothing else.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { equal, ok, part } from '../tap.mjs'
import { loadMessages, root } from '../tools.mjs'

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'messages') yield* sources(path)
    } else if (/\.(ts|vue)$/.test(entry.name) && entry.name !== 'schema.d.ts') yield [path, readFileSync(path, 'utf8')]
  }
}

function holes(message) {
  return [...new Set(message.match(/\{\w+\}/g) ?? [])].sort().join(' ')
}

export default () =>
  part('messages', async () => {
    const rooms = await loadMessages()
    const every = Object.assign({}, ...Object.values(rooms))
    const keys = Object.keys(every)
    equal(keys.length, Object.values(rooms).reduce((n, room) => n + Object.keys(room).length, 0), 'no two rooms have the same key')
    const zh = Object.fromEntries(keys.map((k) => [k, every[k][0]]))
    const en = Object.fromEntries(keys.map((k) => [k, every[k][1]]))
    equal(keys.filter((k) => !zh[k].trim() || !en[k].trim()).join(' '), '', 'no message is empty')
    equal(keys.filter((k) => holes(zh[k]) !== holes(en[k])).join(' '), '', 'both languages take the same values')
    const foreign = keys.filter((k) => k !== 'title' && k !== 'where.example' && /\p{Script=Han}/u.test(en[k]))
    equal(foreign.join(' '), '', 'English messages hold no Chinese')

    const texts = [...sources(join(root, 'web/src'))]
    const all = texts.map(([, text]) => text).join('\n')
    const said = [...all.matchAll(/\bt\('([^']+)'/g)].map((m) => m[1])
    equal([...new Set(said)].filter((k) => !(k in zh)).join(' '), '', 'every message that is asked for exists')
    // A key that is put together, as `step.${s}`, is known by its beginning.
    const made = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map((m) => m[1])
    const unused = keys.filter((k) => !all.includes(`'${k}'`) && !made.some((start) => k.startsWith(start)))
    equal(unused.join(' '), '', 'every message is used')

    for (const [path, text] of texts) {
      const name = path.slice(join(root, 'web/').length)
      if (path.endsWith('.vue')) {
        const lines = text.split('\n').length
        if (lines > 250) ok(false, `${name} has at most 250 lines`, lines)
        if (/<[^>]*\sstyle="/.test(text)) ok(false, `${name} has no inline style`, 'the content security policy refuses it')
      }
    }
  })
