// periodic.ts — the periodic work of a zone, its runs, and doing it at once.
import { answer, client } from '@/api/client'
import { listRows } from '@/api/rows'
import type { components } from '@/api/schema'

export type PeriodicJob = components['schemas']['periodic_jobs']['items'][number]

export interface JobRun {
  id: number
  name: string
  started_at: string
  outcome: 'done' | 'failed'
  changed: number | null
  failure: string | null
}

export async function listPeriodic(zone: string): Promise<PeriodicJob[]> {
  return (await answer(client.GET('/api/v1/periodic', { params: { query: { zone } } }))).items
}

export async function listJobRuns(zone: string): Promise<JobRun[]> {
  return (await listRows('job_run', zone, { sort: '-id', limit: 50 })).items as unknown as JobRun[]
}

export function startPeriodic(zone: string, name: string): Promise<{ job: string }> {
  return answer(client.POST('/api/v1/periodic/{name}', { params: { path: { name }, query: { zone } } }))
}
