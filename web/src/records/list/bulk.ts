// bulk.ts — one change for many rows: what it would change, and the change itself.
import { newKey } from '@/api/key'
import { answer, client } from '@/api/client'
import { listRows } from '@/api/rows'
import type { Cell, Row } from '@/api/types'

/** Ids that fit into one condition, and rows that one change takes. */
const ASKED = 400
const CHANGED = 1000

function* portions<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size)
}

/** The rows that do not say so already, as they stand now. */
export async function rowsToChange(entity: string, zone: string, ids: readonly number[], set: Row): Promise<Row[]> {
  const found: Row[] = []
  const same = (a: Cell | undefined, b: Cell | undefined) => String(a ?? '') === String(b ?? '')
  for (const some of portions(ids, ASKED)) {
    const page = await listRows(entity, zone, { where: `id in (${some.join(', ')})`, fields: Object.keys(set).join(), limit: ASKED })
    found.push(...page.items.filter((row) => Object.entries(set).some(([name, value]) => !same(row[name], value))))
  }
  return found
}

/** Each portion as a whole or not at all; `told` hears how many are done. */
export async function changeRows(entity: string, zone: string, rows: readonly Row[], set: Row, told: (done: number) => void): Promise<void> {
  let done = 0
  for (const some of portions(rows, CHANGED)) {
    const body = { rows: some.map((row) => ({ id: Number(row.id), version: Number(row.version) })), set }
    const params = { path: { entity }, query: { zone } }
    await answer(client.POST('/api/v1/{entity}/bulk', { params, body, headers: { 'Idempotency-Key': newKey() } }))
    done += some.length
    told(done)
  }
}

/** All ids that a list leaves, however long it is. */
export async function allIds(entity: string, zone: string, query: { where?: string; search?: string; as_of?: string; known_at?: string }): Promise<number[]> {
  const ids: number[] = []
  let cursor: string | undefined
  do {
    const page = await listRows(entity, zone, { ...query, fields: 'id', limit: 1000, cursor })
    for (const row of page.items) ids.push(Number(row.id))
    cursor = page.next ?? undefined
  } while (cursor)
  return ids
}
