// trail.ts — the list one came from: its rows in order, for "previous" and "next" on a row's page; kept for this tab.
import { router } from '@/router'

interface Trail {
  zone: string
  entity: string
  ids: number[]
  /** Address of the list. */
  list: string
}

const KEPT = 'steward.trail'

/** Call it when a row of a list is opened. */
export function keepTrail(trail: Omit<Trail, 'list'>) {
  sessionStorage.setItem(KEPT, JSON.stringify({ ...trail, list: router.currentRoute.value.fullPath }))
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
