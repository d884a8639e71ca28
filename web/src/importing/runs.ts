// runs.ts — imports that were made: their rows, and what can be done with each.
import { listRows, type Page } from '@/api/rows'
import type { Cell, Row } from '@/api/types'

/** How many rows of each entity a run created, updated, left as they were. */
export type Summary = Record<string, { created: number; updated: number; unchanged: number }>

export interface Run {
  id: number
  version: number
  file_name: string
  state: string
  as_of: string | null
  attachment: number | null
  committed_at: string | null
  created_at: string
  summary: Summary
}

const FIELDS = 'file_name,state,as_of,attachment,summary,committed_at,created_at'

export function summaryOf(value: unknown): Summary {
  const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return typeof parsed === 'object' && parsed !== null ? (parsed as Summary) : {}
}

function runOf(row: Row): Run {
  return { ...(row as unknown as Run), summary: summaryOf(row.summary as Cell) }
}

export async function listRuns(zone: string, cursor?: string): Promise<{ items: Run[]; next: Page['next'] }> {
  const page = await listRows('import_run', zone, { fields: FIELDS, sort: '-id', limit: 30, ...(cursor ? { cursor } : {}) })
  return { items: page.items.map(runOf), next: page.next }
}

/** The counts of a run as a result shows them. */
export function countsIn(summary: Summary): Record<'created' | 'updated' | 'unchanged', Record<string, number>> {
  const of = (word: 'created' | 'updated' | 'unchanged') => Object.fromEntries(Object.entries(summary).map(([entity, n]) => [entity, n[word] ?? 0]))
  return { created: of('created'), updated: of('updated'), unchanged: of('unchanged') }
}
