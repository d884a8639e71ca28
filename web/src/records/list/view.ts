// view.ts — how a list is looked at: all of it stands in the address, so that every view can be sent and kept.
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { allOf } from '@/conditions'
import { queryList, queryText } from '@/router'

export const TONES = ['good', 'warn', 'bad', 'accent'] as const
export type Tone = (typeof TONES)[number]

/** What is open above the list. */
export type Panel = '' | 'filter' | 'columns' | 'tones' | 'views' | 'bulk'

/** Rows that meet the condition are coloured. */
export interface ToneRule {
  tone: Tone
  where: string
}

export interface ListView {
  /** A condition in the formula language. */
  where: string
  search: string
  /** "unit,-total_investment" */
  sort: string
  /** Names of columns in their order; none: the usual ones. */
  columns: string[]
  widths: Record<string, number>
  /** Names of up to two fields to group by. */
  by: string[]
  tones: ToneRule[]
  roomy: boolean
  asOf: string
  /** As recorded at this moment; "": now. */
  knownAt: string
  /** The saved view that it came from. */
  saved: string
}

const words = (text: string) => text.split(',').filter(Boolean)

function toneOf(text: string): ToneRule[] {
  const at = text.indexOf(':')
  const tone = TONES.find((name) => name === text.slice(0, at))
  return tone ? [{ tone, where: text.slice(at + 1) }] : []
}

function columnText(name: string, widths: Record<string, number>): string {
  return widths[name] ? `${name}:${widths[name]}` : name
}

/** What a part of the view is in the address; undefined: nothing. */
const WRITTEN: { [K in keyof ListView]?: (view: ListView) => [string, string | string[] | undefined] } = {
  where: (v) => ['where', v.where || undefined],
  search: (v) => ['search', v.search || undefined],
  sort: (v) => ['sort', v.sort || undefined],
  columns: (v) => ['cols', v.columns.map((name) => columnText(name, v.widths)).join() || undefined],
  widths: (v) => ['cols', v.columns.map((name) => columnText(name, v.widths)).join() || undefined],
  by: (v) => ['by', v.by.join() || undefined],
  tones: (v) => ['tone', v.tones.length ? v.tones.map((rule) => `${rule.tone}:${rule.where}`) : undefined],
  roomy: (v) => ['rows', v.roomy ? 'roomy' : undefined],
  saved: (v) => ['view', v.saved || undefined],
}

/** Parts of the address that a saved view keeps: not the day it is looked at. */
export const KEPT = ['where', 'search', 'sort', 'cols', 'by', 'tone', 'rows'] as const

export function keptOf(query: LocationQuery): LocationQuery {
  return Object.fromEntries(KEPT.flatMap((key) => (query[key] === undefined ? [] : [[key, query[key]]])))
}

export function useListView(): { view: ComputedRef<ListView>; change: (part: Partial<ListView>) => void } {
  const route = useRoute()
  const router = useRouter()

  const view = computed((): ListView => {
    const cols = words(queryText(route, 'cols')).map((word) => word.split(':'))
    return {
      where: allOf(queryList(route, 'where')) ?? '',
      search: queryText(route, 'search'),
      sort: queryText(route, 'sort'),
      columns: cols.map(([name = '']) => name),
      widths: Object.fromEntries(cols.flatMap(([name = '', width]) => (Number(width) > 0 ? [[name, Number(width)]] : []))),
      by: words(queryText(route, 'by')).slice(0, 2),
      tones: queryList(route, 'tone').flatMap(toneOf),
      roomy: queryText(route, 'rows') === 'roomy',
      asOf: queryText(route, 'as_of'),
      knownAt: queryText(route, 'known_at'),
      saved: queryText(route, 'view'),
    }
  })

  /** Widths change with every pixel: they are not steps to go back to. */
  function change(part: Partial<ListView>) {
    const next = { ...view.value, ...part }
    const written = Object.fromEntries(Object.keys(part).flatMap((key) => {
      const pair = WRITTEN[key as keyof ListView]?.(next)
      return pair ? [pair] : []
    }))
    void router[part.widths ? 'replace' : 'push']({ query: { ...route.query, ...written } })
  }
  return { view, change }
}
