// rows.ts — rows of any entity: one place where the entity's name becomes an address of the API.
import { answer, client, done } from './client'
import type { components } from './schema'
import type { Comparison, Finding, Groups, Row, RowVersion, UndoneChange } from './types'

export interface ListQuery {
  where?: string
  search?: string
  sort?: string
  fields?: string
  cursor?: string
  limit?: number
  as_of?: string
  known_at?: string
  count?: boolean
  /** Rows that have been deleted, as they last were; updated_at, updated_by and way say when, by whom and how. */
  deleted?: boolean
}

export interface Page {
  items: Row[]
  next: string | null
  /** Of all pages, when the query asked to count. */
  count?: number
}

/** A row as saved, with what its rules had to remark. */
export interface Saved {
  row: Row
  findings: Finding[]
}

/** Every entity has the paths that the project has; the field table, not the compiler, knows its columns. */
type AnyPath = '/api/v1/project'
type AnyRowPath = '/api/v1/project/{id}'
type AnyHistoryPath = '/api/v1/project/{id}/history'
type AnyBody = components['schemas']['project_write']

const path = (entity: string) => `/api/v1/${encodeURIComponent(entity)}` as AnyPath
const rowPath = (entity: string) => `${path(entity)}/{id}` as AnyRowPath

/** Empty parts say nothing. */
function without<T extends object>(query: T): T {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== '' && value !== undefined)) as T
}

export async function listRows(entity: string, zone: string, query: ListQuery): Promise<Page> {
  return (await answer(client.GET(path(entity), { params: { query: { zone, ...without(query) } } }))) as unknown as Page
}

/** The rows counted by the fields of `by`, and the fields of `sums` added up; both are names with commas between. */
export async function groupRows(entity: string, zone: string, query: ListQuery & { by?: string; sums?: string }): Promise<Groups> {
  const params = { path: { entity }, query: { zone, ...without(query) } }
  return answer(client.GET('/api/v1/{entity}/groups', { params }))
}

/** A list at two moments: what came, went, or says something else. */
export async function compareRows(entity: string, zone: string, query: ListQuery & { from_as_of: string; from_known_at: string }): Promise<Comparison> {
  const params = { path: { entity }, query: { zone, ...without(query) } }
  return answer(client.GET('/api/v1/{entity}/compare', { params }))
}

/** Every row that the query means, page by page; `most` is where it stops. */
export async function allRows(entity: string, zone: string, query: ListQuery, most = 20_000): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | null = ''
  do {
    const page: Page = await listRows(entity, zone, { ...query, limit: 1000, cursor })
    rows.push(...page.items)
    cursor = page.next
  } while (cursor && rows.length < most)
  return rows
}

export async function getRow(entity: string, zone: string, id: number, view: Pick<ListQuery, 'as_of' | 'known_at'> = {}): Promise<Row> {
  const params = { path: { id }, query: { zone, ...without(view) } }
  return (await answer(client.GET(rowPath(entity), { params }))) as unknown as Row
}

export async function rowHistory(entity: string, zone: string, id: number): Promise<RowVersion[]> {
  const history = `${rowPath(entity)}/history` as AnyHistoryPath
  const { items } = await answer(client.GET(history, { params: { path: { id }, query: { zone } } }))
  return items as unknown as RowVersion[]
}

/** Take a version's change back; `dryRun`: only say what would happen.  Throws Failure with `fields` when they changed since. */
export async function undoChange(entity: string, zone: string, id: number, version: number, dryRun: boolean): Promise<UndoneChange> {
  const params = { path: { entity, id }, query: { zone } }
  return answer(client.POST('/api/v1/{entity}/{id}/undo', { params, body: { version, dry_run: dryRun } }))
}

function saved(answered: unknown): Saved {
  const { findings = [], ...row } = answered as Row & { findings?: Finding[] }
  return { row, findings }
}

/** `key` makes a repeated request the same one. */
export async function createRow(entity: string, zone: string, values: Row, key: string): Promise<Saved> {
  const params = { query: { zone }, header: { 'Idempotency-Key': key } }
  return saved(await answer(client.POST(path(entity), { params, body: values as unknown as AnyBody })))
}

/** Throws Failure with `current` when somebody else has saved since `version`. */
export async function changeRow(entity: string, zone: string, id: number, version: number, values: Row): Promise<Saved> {
  const params = { path: { id }, query: { zone }, header: { 'If-Match': `"${version}"` } }
  return saved(await answer(client.PATCH(rowPath(entity), { params, body: values as unknown as AnyBody })))
}

export async function removeRow(entity: string, zone: string, id: number, version: number): Promise<void> {
  const params = { path: { id }, query: { zone }, header: { 'If-Match': `"${version}"` } }
  await done(client.DELETE(rowPath(entity), { params }))
}
