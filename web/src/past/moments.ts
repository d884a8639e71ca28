// moments.ts — the two moments of a comparison, as they stand in the address.
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'
import { monthEnd } from '@/months'
import { queryText } from '@/router'

/** Business date, and what was on record; "": now. */
export interface Moment {
  asOf: string
  knownAt: string
}

export interface Moments {
  then: ComputedRef<Moment>
  now: ComputedRef<Moment>
  /** What both are asked for with: "now" is said outright, so that the past looked at does not stand in for it. */
  asked: ComputedRef<{ from_as_of: string; from_known_at: string; as_of: string; known_at: string }>
  go(change: LocationQueryRaw): void
}

/** Where the address names no earlier moment, it is the end of the month before. */
export function useMoments(): Moments {
  const route = useRoute()
  const router = useRouter()
  const now = computed(() => ({ asOf: queryText(route, 'as_of'), knownAt: queryText(route, 'known_at') }))
  const then = computed(() => {
    const knownAt = queryText(route, 'from_known_at')
    const usual = knownAt || !now.value.asOf ? now.value.asOf : monthEnd(now.value.asOf, -1)
    return { asOf: queryText(route, 'from_as_of') || usual, knownAt }
  })
  const opened = new Date().toISOString()
  const asked = computed(() => ({
    from_as_of: then.value.asOf,
    from_known_at: then.value.knownAt || opened,
    as_of: now.value.asOf,
    known_at: now.value.knownAt || opened,
  }))
  return { then, now, asked, go: (change) => void router.push({ query: { ...route.query, ...change } }) }
}
