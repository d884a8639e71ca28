// history.ts — past versions of a row as changes: who, when, which field from what to what.
import { getForm } from '@/api/meta'
import { getRow, rowHistory } from '@/api/rows'
import type { Cell, Field, Form, Row } from '@/api/types'
import { titleOf } from '@/records/form/described'

export interface Change {
  field: Field
  before: Cell
  after: Cell
}

export interface Version {
  version: number
  at: string
  by: string
  /** By which way, as the row's head says: a form, an import … */
  way: string | null
  kind: 'created' | 'changed' | 'deleted' | 'revived'
  changes: Change[]
}

const says = (value: Cell | undefined) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))

/** References are shown by the titles they have now. */
export async function titled(field: Field, value: Cell | undefined, zone: string, known: Map<string, string>): Promise<Cell> {
  if (field.type !== 'ref' || !field.ref || typeof value !== 'number') return value ?? null
  const key = `${field.ref} ${value}`
  if (!known.has(key)) {
    const [form, row] = await Promise.all([getForm(field.ref), getRow(field.ref, zone, value).catch((): Row => ({ id: value }))])
    known.set(key, titleOf(form, row))
  }
  return known.get(key) ?? value
}

/** Newest first. */
export async function changesOf(form: Form, zone: string, id: number): Promise<Version[]> {
  const rows = (await rowHistory(form.name, zone, id)).sort((a, b) => Number(a.version) - Number(b.version))
  const fields = form.fields.filter((f) => !f.head && !f.derived)
  const known = new Map<string, string>()
  const told: Version[] = []
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1]
    const changed = fields.filter((f) => says(row[f.name]) !== says(before?.[f.name]))
    const changes = await Promise.all(
      changed.map(async (field) => ({ field, before: await titled(field, before?.[field.name], zone, known), after: await titled(field, row[field.name], zone, known) })),
    )
    const kind = !before ? 'created' : before.deleted ? 'revived' : 'changed'
    const version = Number(row.version)
    told.push({ version, at: String(row.updated_at), by: String(row.updated_by ?? ''), way: row.way as string | null, kind, changes })
    if (row.deleted) told.push({ version, at: String(row.ended_at), by: String(row.ended_by ?? ''), way: row.ended_way, kind: 'deleted', changes: [] })
  }
  return told.reverse()
}
