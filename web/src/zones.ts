// zones.ts — the zones there are, and where a zone's figures stand.
import { ref } from 'vue'
import { answer, client } from '@/api/client'
import { today } from '@/format'

export interface Zone {
  code: string
  name: string
}

const KEPT = 'steward.zone'

export const zones = ref<Zone[]>([])

export async function loadZones(): Promise<Zone[]> {
  const page = await answer(client.GET('/api/v1/zone', { params: { query: { limit: 1000 } } }))
  return (zones.value = page.items.map(({ code, name }) => ({ code: code ?? '', name: name ?? '' })))
}

export function rememberZone(code: string) {
  localStorage.setItem(KEPT, code)
}

/** The zone to open first. */
export function homeZone(): Zone | undefined {
  const kept = localStorage.getItem(KEPT)
  return zones.value.find((z) => z.code === kept) ?? zones.value[0]
}

/** The zone's latest import that was taken over. */
export async function latestImport(zone: string): Promise<{ id: number; as_of?: string | null } | undefined> {
  const query = { zone, where: 'state = committed', sort: '-committed_at', fields: 'as_of', limit: 1 }
  const page = await answer(client.GET('/api/v1/import_run', { params: { query } }))
  return page.items[0]
}

/** When the latest ledger was taken over; undefined: none was. */
export async function lastImportedAt(zone: string): Promise<string | undefined> {
  const query = { zone, where: 'state = committed', sort: '-committed_at', fields: 'committed_at', limit: 1 }
  return (await answer(client.GET('/api/v1/import_run', { params: { query } }))).items[0]?.committed_at ?? undefined
}

/** The months that have data: from the first month of investment to the latest ledger. */
export async function spanOf(zone: string): Promise<{ first: string; latest: string }> {
  const latest = (await latestImport(zone))?.as_of ?? today()
  const params = { path: { name: 'investment.completed' }, query: { zone, as_of: latest, by: 'month' } }
  const months = (await answer(client.GET('/api/v1/metrics/{name}', { params }))).groups ?? []
  return { first: months.find((m) => m.key)?.key ?? latest, latest }
}

/** The date to show when an address names none: that of the latest ledger, else today. */
export async function usualAsOf(zone: string): Promise<string> {
  const latest = await latestImport(zone).catch(() => undefined)
  return latest?.as_of ?? today()
}
