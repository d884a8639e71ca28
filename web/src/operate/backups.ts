// backups.ts — the plan of backups, those that were made, and making one now.
import { answer, client } from '@/api/client'
import { listRows } from '@/api/rows'
import type { components } from '@/api/schema'

export type Plan = components['schemas']['backup_plan']

export interface Run {
  id: number
  started_at: string
  outcome: 'done' | 'failed' | 'stopped'
  took: number | null
  file: string
  bytes: number | null
  row_count: number | null
  sealed: boolean
  digest: string | null
  failure: string | null
}

export function getPlan(): Promise<Plan> {
  return answer(client.GET('/api/v1/backups'))
}

export async function listRuns(zone: string, cursor?: string): Promise<{ items: Run[]; next: string | null }> {
  const page = await listRows('backup_run', zone, { sort: '-id', limit: 30, ...(cursor ? { cursor } : {}) })
  return { items: page.items as unknown as Run[], next: page.next }
}

export function startBackup(): Promise<{ job: string }> {
  return answer(client.POST('/api/v1/backups'))
}

/** "812 KB", "3.4 MB": to the power of ten, as file managers show it. */
export function sizeShown(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB']
  let n = bytes
  let unit = 0
  while (n >= 1000 && unit < units.length - 1) {
    n /= 1000
    unit++
  }
  return `${unit && n < 10 ? n.toFixed(1) : Math.round(n)} ${units[unit]}`
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
