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

/** The date to show when an address names none: that of the latest ledger, else today. */
export async function usualAsOf(zone: string): Promise<string> {
  const latest = await latestImport(zone).catch(() => undefined)
  return latest?.as_of ?? today()
}
