// figures.ts — every metric of a zone at a date, and at the date that it is compared with.
import { computed, type ComputedRef, type Ref } from 'vue'
import { useRoute } from 'vue-router'
import { answer, client } from '@/api/client'
import { useLoaded, type Loaded } from '@/api/loaded'
import type { Metric } from '@/api/types'
import { money } from '@/format'
import { t } from '@/language'
import { monthEnd, yearBefore } from '@/months'
import { paramText, queryText } from '@/router'

export const COMPARISONS = ['month', 'year', 'none'] as const
export type Comparison = (typeof COMPARISONS)[number]

export interface Figures {
  zone: ComputedRef<string>
  asOf: ComputedRef<string>
  comparison: ComputedRef<Comparison>
  /** The date compared with; "" when there is none. */
  before: ComputedRef<string>
  now: Loaded<Metric[]>
  find: (name: string) => Metric | undefined
  /** The same metric at the date compared with. */
  findBefore: (name: string) => Metric | undefined
}

/** Zone, date and comparison are those of the address; `dated` gives another date. */
export function useFigures(dated?: Ref<string>): Figures {
  const route = useRoute()
  const zone = computed(() => paramText(route, 'zone'))
  const asOf = computed(() => dated?.value ?? queryText(route, 'as_of'))
  const comparison = computed(() => COMPARISONS.find((c) => c === queryText(route, 'than')) ?? 'month')
  const before = computed(() => {
    if (!asOf.value || comparison.value === 'none') return ''
    return comparison.value === 'year' ? yearBefore(asOf.value) : monthEnd(asOf.value, -1)
  })

  const all = async (date: string) => (await answer(client.GET('/api/v1/metrics', { params: { query: { zone: zone.value, as_of: date } } }))).items
  const now = useLoaded(() => (asOf.value ? [zone.value, asOf.value] : undefined), () => all(asOf.value))
  // second in line: what is asked for first is shown first
  const then = useLoaded(() => (now.data && before.value ? [zone.value, before.value] : undefined), () => all(before.value))

  /** Before lamps were first recorded none burns: that is nothing to compare with. */
  const hasLights = computed(() => then.data?.some((m) => lampOf(m.metric) && Number(m.value) > 0))

  return {
    zone,
    asOf,
    comparison,
    before,
    now,
    find: (name) => now.data?.find((m) => m.metric === name),
    findBefore: (name) => (before.value && (hasLights.value || !lampOf(name)) ? then.data?.find((m) => m.metric === name && m.as_of === before.value) : undefined),
  }
}

/** "+3", "−1.5亿元"; "" when one of them is not known. */
export function change(now: Metric, before: Metric | undefined): string {
  if (!before || now.value === null || before.value === null) return ''
  const difference = Number(now.value) - Number(before.value)
  if (difference === 0) return t('change.none')
  const sign = difference > 0 ? '+' : '−'
  const size = Math.abs(difference)
  switch (now.unit) {
    case 'fen':
      return sign + money(size)
    case 'percent':
      return t('change.points', { change: `${sign}${size.toFixed(1)}` })
    default:
      return `${sign}${size}`
  }
}

/** The colour of the lamp that a metric counts; undefined for others. */
export const lampOf = (metric: string): string | undefined => (metric.startsWith('light.') ? metric.slice('light.'.length) : undefined)
