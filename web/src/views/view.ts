// view.ts — what a view of an entity's rows takes from its address: which rows, at which date; where its links lead.
import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw, type RouteLocationRaw } from 'vue-router'
import type { ListQuery } from '@/api/rows'
import type { Field, Form, Row } from '@/api/types'
import { allOf } from '@/conditions'
import { paramText, queryList, queryText } from '@/router'

export interface View {
  zone: ComputedRef<string>
  entity: ComputedRef<string>
  asOf: ComputedRef<string>
  conditions: ComputedRef<string[]>
  search: ComputedRef<string>
  /** The rows meant, as the API asks for them. */
  scope: ComputedRef<ListQuery>
  /** The past is looked at: nothing can be changed. */
  frozen: ComputedRef<boolean>
  option(name: string): string
  go(change: LocationQueryRaw): void
  toRow(id: number): RouteLocationRaw
  /** The list of these rows, narrowed by one more condition. */
  toList(condition?: string): RouteLocationRaw
}

export function useView(): View {
  const route = useRoute()
  const router = useRouter()
  const zone = computed(() => paramText(route, 'zone'))
  const entity = computed(() => paramText(route, 'entity'))
  const asOf = computed(() => queryText(route, 'as_of'))
  const knownAt = computed(() => queryText(route, 'known_at'))
  const conditions = computed(() => queryList(route, 'where'))
  const search = computed(() => queryText(route, 'search'))
  const scope = computed(() => ({ where: allOf(conditions.value), search: search.value, as_of: asOf.value, known_at: knownAt.value }))
  const dates = () => ({ as_of: asOf.value || undefined, known_at: knownAt.value || undefined })
  const home = () => `/z/${zone.value}/e/${entity.value}`
  return {
    zone,
    entity,
    asOf,
    conditions,
    search,
    scope,
    frozen: computed(() => knownAt.value !== ''),
    option: (name) => queryText(route, name),
    go: (change) => void router.push({ query: { ...route.query, ...change } }),
    toRow: (id) => ({ path: `${home()}/${id}`, query: dates() }),
    toList: (condition) => {
      const where = allOf([...conditions.value, ...(condition ? [condition] : [])])
      return { path: home(), query: { ...dates(), search: search.value || undefined, where } }
    },
  }
}

export const cyclesOf = (form: Form): Field[] => form.fields.filter((f) => f.cycle)
export const moneyOf = (form: Form): Field[] => form.fields.filter((f) => f.type === 'money' && f.list)
export const fieldOf = (form: Form | undefined, name: string): Field | undefined => form?.fields.find((f) => f.name === name)
export const titleOf = (form: Form, row: Row): string => String((form.title && row[form.title]) || `#${row.id}`)

/** What people read: the title of what a reference points to. */
export function textOf(field: Field | undefined, row: Row): string {
  if (!field) return ''
  return String(row[field.type === 'ref' ? `${field.name}_title` : field.name] ?? '')
}
