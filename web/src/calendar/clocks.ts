// clocks.ts — limits that run: the list, one of them, and what is done to it.
import { answer, client } from '@/api/client'
import { listRows } from '@/api/rows'
import type { components } from '@/api/schema'

export type Clock = components['schemas']['clock_state']

export interface ClockLine {
  id: number
  name: string
  project: number | null
  project_title: string | null
  received_on: string
  limit_days: number
  limit_kind: 'working' | 'natural'
  due_on: string | null
  stopped_on: string | null
  unit_title: string | null
  person: string | null
  finished_on: string | null
}

export async function listClocks(zone: string, finished: boolean, cursor?: string): Promise<{ items: ClockLine[]; next: string | null }> {
  const where = finished ? 'finished_on is not empty' : 'finished_on is empty'
  const page = await listRows('clock', zone, { where, sort: finished ? '-finished_on' : 'due_on', limit: 50, ...(cursor ? { cursor } : {}) })
  return { items: page.items as unknown as ClockLine[], next: page.next }
}

export function getClock(zone: string, id: number): Promise<Clock> {
  return answer(client.GET('/api/v1/clocks/{id}', { params: { path: { id }, query: { zone } } }))
}

export type StopKind = NonNullable<components['schemas']['clock_stop']['kind']>
export interface Deed {
  act: 'stop' | 'resume' | 'hand-on' | 'finish'
  on: string
  kind: StopKind
  text: string
  unit: number | null
}

export function doDeed(zone: string, id: number, d: Deed): Promise<Clock> {
  const params = { path: { id }, query: { zone } }
  const text = d.text.trim() || undefined
  if (d.act === 'stop') return answer(client.POST('/api/v1/clocks/{id}/stop', { params, body: { on: d.on, kind: d.kind, reason: text } }))
  if (d.act === 'resume') return answer(client.POST('/api/v1/clocks/{id}/resume', { params, body: { on: d.on } }))
  if (d.act === 'finish') return answer(client.POST('/api/v1/clocks/{id}/finish', { params, body: { on: d.on } }))
  return answer(client.POST('/api/v1/clocks/{id}/hand-on', { params, body: { on: d.on, unit: d.unit ?? undefined, person: text } }))
}

export interface NewClock {
  name: string
  received_on: string
  limit_days: number
  limit_kind: 'working' | 'natural'
  unit?: number
  person?: string
}

export async function startClock(zone: string, clock: NewClock, key: string): Promise<number> {
  const params = { query: { zone }, header: { 'Idempotency-Key': key } }
  return (await answer(client.POST('/api/v1/clocks', { params, body: clock }))).id
}
