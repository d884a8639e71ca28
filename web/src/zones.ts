// zones.ts — the zone that one works in, and where its figures stand.
import { computed } from 'vue'
import { answer, client } from '@/api/client'
import { today } from '@/format'
import { may, me } from '@/me'

export const zoneName = computed(() => me.value?.zone.name ?? '')

/** The zone's latest import that was taken over; undefined too for those who may not know. */
export async function latestImport(zone: string): Promise<{ id: number } | undefined> {
  if (!may('import_run', 'read')) return undefined
  const query = { zone, where: 'state = committed', sort: '-committed_at', fields: 'id', limit: 1 }
  const page = await answer(client.GET('/api/v1/import_run', { params: { query } }))
  return page.items[0]
}

/** When the latest ledger was taken over; undefined: none was, or one may not know. */
export async function lastImportedAt(zone: string): Promise<string | undefined> {
  if (!may('import_run', 'read')) return undefined
  const query = { zone, where: 'state = committed', sort: '-committed_at', fields: 'committed_at', limit: 1 }
  return (await answer(client.GET('/api/v1/import_run', { params: { query } }))).items[0]?.committed_at ?? undefined
}

/** The months that have data: from the first month of investment to the latest ledger. */
export async function spanOf(zone: string): Promise<{ first: string; latest: string }> {
  const latest = usualAsOf()
  if (!may('investment', 'read')) return { first: latest, latest }
  const params = { path: { name: 'investment.completed' }, query: { zone, as_of: latest, by: 'month' } }
  const months = (await answer(client.GET('/api/v1/metrics/{name}', { params }))).groups ?? []
  return { first: months.find((m) => m.key)?.key ?? latest, latest }
}

/** The date to show when an address names none: that of the latest ledger, else today. */
export function usualAsOf(): string {
  return me.value?.as_of ?? today()
}
