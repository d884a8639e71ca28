// reports.ts — reports of a zone: previewed, kept, and their templates.
import { ask } from '@/api/ask'
import { answer, client } from '@/api/client'
import { newKey } from '@/api/key'
import { Failure, problemIn } from '@/api/failure'
import { listRows, type Page } from '@/api/rows'
import type { components } from '@/api/schema'
import { knownAt } from '@/moment'
import type { ReportInfo, ReportPreview, Row, TemplateCheck } from '@/api/types'

export async function listReports(): Promise<ReportInfo[]> {
  return (await answer(client.GET('/api/v1/reports'))).items
}

/** Is it about the zone, and not about one row? */
export const isOfZone = (report: ReportInfo) => !report.of

export interface Asked {
  zone: string
  name: string
  asOf: string
  /** Number of the issue; '' for the month's. */
  issue: string
  /** The row that the report is about, by its entity: { meeting: '12' }. */
  of?: Record<string, string>
}

function queryOf({ zone, asOf, issue, of }: Asked) {
  return { zone, as_of: asOf, ...(issue ? { issue: Number(issue) } : {}), ...of }
}

/** Where a report is asked for in one of its formats, for a download. */
export function reportFile(asked: Asked, format: 'docx' | 'pdf' | 'annex') {
  return { path: `/api/v1/reports/${asked.name}`, query: { ...(queryOf(asked) as Record<string, string | number>), format } }
}

/** The answer is a document or, in this format, its blocks: the API describes the document. */
export async function previewReport(asked: Asked): Promise<ReportPreview> {
  const params = { path: { name: asked.name }, query: { ...queryOf(asked), format: 'preview' as const } }
  return (await answer(client.GET('/api/v1/reports/{name}', { params }))) as unknown as ReportPreview
}

/** A report that was kept as it was issued. */
export interface Issued {
  id: number
  name: string
  title: string
  as_of: string
  issue: number | null
  docx: number | null
  annex: number | null
  /** The template it was made with; null: it was kept before that was, and cannot be replayed. */
  template: number | null
  created_at: string
}

const ISSUED = 'name,title,as_of,issue,docx,annex,template,created_at'

/** Those that there were at the moment looked at, which questions as of a date are asked for. */
export async function listIssued(zone: string, name: string, asOf: string, cursor?: string): Promise<{ items: Issued[]; next: Page['next'] }> {
  const page = await listRows('report_run', zone, { where: `name = "${name}"`, fields: ISSUED, sort: '-id', limit: 30, as_of: asOf, ...(cursor ? { cursor } : {}) })
  return { items: page.items as unknown as Issued[], next: page.next }
}

export async function keepIssue(asked: Asked): Promise<Issued> {
  // what is kept is what one sees
  const query = { ...queryOf(asked), ...(knownAt.value ? { known_at: knownAt.value } : {}) }
  const params = { path: { name: asked.name }, query, header: { 'Idempotency-Key': newKey() } }
  return (await answer(client.POST('/api/v1/reports/{name}/runs', { params }))) as unknown as Issued
}

/* ---- replayed ---- */

export type Frozen = components['schemas']['frozen_figures']

export const replayPath = (id: number) => `/api/v1/reports/runs/${id}/replay`

export async function replayPreview(zone: string, id: number): Promise<ReportPreview> {
  const params = { path: { id }, query: { zone, format: 'preview' as const } }
  return (await answer(client.GET('/api/v1/reports/runs/{id}/replay', { params }))) as unknown as ReportPreview
}

export function frozenFigures(zone: string, id: number): Promise<Frozen> {
  return answer(client.GET('/api/v1/reports/runs/{id}/figures', { params: { path: { id }, query: { zone } } }))
}

export function frozenFigure(zone: string, id: number, metric: string, where: string): Promise<Frozen> {
  const query = { zone, metric, ...(where ? { where } : {}) }
  return answer(client.GET('/api/v1/reports/runs/{id}/figures', { params: { path: { id }, query } }))
}

/* ---- templates ---- */

/** What a report is filled from: its document's template, its annex's. */
export type Part = 'document' | 'annex'
export const ENDINGS: Record<Part, string> = { document: '.docx', annex: '.xlsx' }
const TYPES: Record<Part, string> = {
  document: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  annex: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

export interface OwnTemplate {
  updated_at: string
  length: number
}

/** The zone's own template; undefined while the built-in one is in force. */
export async function ownTemplate(zone: string, name: string, part: Part): Promise<OwnTemplate | undefined> {
  const where = `owner_entity = "report" and name = "${name}${ENDINGS[part]}"`
  const page = await listRows('attachment', zone, { where, fields: 'length,updated_at', limit: 1 })
  return page.items[0] as (Row & OwnTemplate) | undefined
}

function templateUrl(asked: Asked, part: Part, check = ''): string {
  const query = new URLSearchParams({ zone: asked.zone, as_of: asked.asOf, part })
  return `/api/v1/reports/${encodeURIComponent(asked.name)}/template${check}?${query}`
}

/** The generated client speaks JSON; a template is a file. */
async function send(url: string, method: 'POST' | 'PUT' | 'DELETE', file?: Blob): Promise<Response> {
  const response = await ask(new Request(url, { method, body: file, headers: file && { 'Content-Type': file.type } }))
  if (!response.ok) throw new Failure(problemIn(await response.json().catch(() => undefined), response.status))
  return response
}
const typed = (part: Part, file: File) => new Blob([file], { type: TYPES[part] })

/** Where the template in force is asked for, for a download. */
export function templateFile(asked: Asked, part: Part) {
  return { path: `/api/v1/reports/${asked.name}/template`, query: { zone: asked.zone, part } }
}

export async function checkTemplate(asked: Asked, part: Part, file: File): Promise<TemplateCheck> {
  return (await (await send(templateUrl(asked, part, '/check'), 'POST', typed(part, file))).json()) as TemplateCheck
}

export async function saveTemplate(asked: Asked, part: Part, file: File): Promise<void> {
  await send(templateUrl(asked, part), 'PUT', typed(part, file))
}

export async function dropTemplate(asked: Asked, part: Part): Promise<void> {
  await send(templateUrl(asked, part), 'DELETE')
}
