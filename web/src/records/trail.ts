// trail.ts — the list one came from: its rows in order, for "previous" and "next" on a row's page; kept for this tab.
import { onBeforeRouteLeave } from 'vue-router'
import { router } from '@/router'
import type { Lines } from './lines'

interface Trail {
  zone: string
  entity: string
  ids: number[]
  /** Address of the list. */
  list: string
}

const KEPT = 'steward.trail'

const MOST = 20_000

/** For the page of a list: keeps its rows when one of them is opened. */
export function useTrail(zone: string, entity: string, lines: () => Lines) {
  onBeforeRouteLeave((next) => {
    if (next.name !== 'record' || next.params.entity !== entity) return
    const rows = lines()
    const ids = Array.from({ length: Math.min(rows.count, MOST) }, (_, i) => Number(rows.at(i).row?.id)).filter((id) => id > 0)
    const trail: Trail = { zone, entity, ids, list: router.currentRoute.value.fullPath }
    sessionStorage.setItem(KEPT, JSON.stringify(trail))
  })
}

function isTrail(value: unknown): value is Trail {
  return typeof value === 'object' && value !== null && 'ids' in value && Array.isArray(value.ids) && 'list' in value
}

export interface Place {
  previous: number | undefined
  next: number | undefined
  nth: number
  count: number
  list: string
}

/** Where a row stands in the list that one came from; undefined when one did not come from a list with it. */
export function placeOf(zone: string, entity: string, id: number): Place | undefined {
  try {
    const trail: unknown = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null')
    if (!isTrail(trail) || trail.zone !== zone || trail.entity !== entity) return undefined
    const at = trail.ids.indexOf(id)
    return at < 0 ? undefined : { previous: trail.ids[at - 1], next: trail.ids[at + 1], nth: at + 1, count: trail.ids.length, list: trail.list }
  } catch {
    return undefined
  }
}
