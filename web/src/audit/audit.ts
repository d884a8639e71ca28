// audit.ts — what is asked of the audit: records by who, what, when and how; one record; the proof that all is whole.
import { answer, client } from '@/api/client'
import { listRows, type Page } from '@/api/rows'
import { getMeta } from '@/api/meta'
import type { components } from '@/api/schema'
import type { Label } from '@/api/types'
import { allOf } from '@/conditions'
import { may } from '@/me'

export type AuditDetail = components['schemas']['audit_detail']
export type AuditReport = components['schemas']['audit_report']
export type AuditChange = NonNullable<AuditDetail['changes']>[number]

/** Every kind of record there is: the audit tells of those too that its reader may not open. */
export async function listEntities(zone: string): Promise<{ name: string; label: Label }[]> {
  if (!may('role_right', 'read')) return (await getMeta()).entities
  const { entities } = await answer(client.GET('/api/v1/rights', { params: { query: { zone } } }))
  return entities.map(({ code, label }) => ({ name: code, label }))
}

/** As they stand in the address; "" asks for any. */
export const FILTERS = ['who', 'act', 'entity', 'row', 'outcome', 'way', 'from', 'to'] as const
export type Filter = Record<(typeof FILTERS)[number], string>

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** The day after, since "to" includes its day. */
function after(day: string): string {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().slice(0, 10)
}

export function whereOf(f: Filter): string | undefined {
  const conditions = [
    f.who && `created_by = ${quoted(f.who)}`,
    f.act && `act = ${f.act}`,
    f.entity && `entity = ${quoted(f.entity)}`,
    f.row && /^\d+$/.test(f.row) && `row_id = ${f.row}`,
    f.outcome && `outcome = ${f.outcome}`,
    f.way && `way = ${f.way}`,
    f.from && `created_at >= ${f.from}`,
    f.to && `created_at < ${after(f.to)}`,
  ]
  return allOf(conditions.filter((c): c is string => Boolean(c)))
}

export const COLUMNS = 'id,created_at,created_by,act,entity,row_id,row_version,way,origin,outcome'

export function listRecords(zone: string, filter: Filter, cursor?: string): Promise<Page> {
  return listRows('audit_record', zone, { where: whereOf(filter), fields: COLUMNS, sort: '-id', limit: 50, cursor, count: cursor === undefined })
}

export function getRecord(zone: string, id: number): Promise<AuditDetail> {
  return answer(client.GET('/api/v1/audit/{id}', { params: { path: { id }, query: { zone } } }))
}

export function startVerify(zone: string): Promise<{ job: string }> {
  return answer(client.POST('/api/v1/audit/verify', { params: { query: { zone } } }))
}
