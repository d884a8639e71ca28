// board.ts — the columns of a board: counted at once, filled as they come into sight.
import { computed, shallowReactive, watch, type ComputedRef } from 'vue'
import { problemOf } from '@/api/failure'
import { useLoaded, type Loaded } from '@/api/loaded'
import { groupRows, listRows } from '@/api/rows'
import type { Field, Form, Groups, Label, Problem, Row } from '@/api/types'
import { allOf, groupCondition } from '@/conditions'
import type { View } from './view'

const PAGE = 30

export interface Column {
  /** Code of the step; null: those where it is not filled in. */
  key: string | null
  label: Label | undefined
  count: number
  sum: number | undefined
  where: string
  cards: Cards
}

/** Rows of a column that are loaded so far. */
export interface Cards {
  rows: Row[]
  /** Cursor of the next page; "" before the first, null after the last. */
  next: string | null
  loading: boolean
  problem: Problem | undefined
}

export interface Board {
  columns: ComputedRef<Column[]>
  groups: Loaded<Groups>
  more(column: Column): Promise<void>
  /** Puts a row where it belongs now, on top. */
  place(row: Row): void
}

export interface Drawn {
  form: Form
  cycle: Field
  sum: Field | undefined
  /** Names of the fields that cards show. */
  fields: string[]
  /** What is above in a column. */
  sort: string
}

export function useBoard(view: View, drawn: ComputedRef<Drawn | undefined>): Board {
  const piles = shallowReactive(new Map<string | null, Cards>())
  const meant = computed(() => drawn.value && [view.entity.value, view.zone.value, view.scope.value, drawn.value.cycle.name])
  const key = computed(() => JSON.stringify(meant.value))
  watch(key, () => piles.clear())

  const groups = useLoaded(
    () => meant.value && [...meant.value, drawn.value?.sum?.name],
    () => groupRows(view.entity.value, view.zone.value, { ...view.scope.value, by: drawn.value?.cycle.name, sums: drawn.value?.sum?.name }),
  )

  function cardsOf(step: string | null): Cards {
    const known = piles.get(step)
    if (known) return known
    const cards: Cards = shallowReactive({ rows: [], next: '', loading: false, problem: undefined })
    piles.set(step, cards)
    return cards
  }

  const columns = computed((): Column[] => {
    if (!drawn.value || !groups.data) return []
    const { cycle, sum } = drawn.value
    const found = new Map(groups.data.groups.map((g) => [g.keys[0] ?? null, g]))
    const steps = (cycle.choices ?? []).map((c) => c.code)
    const others = [...found.keys()].filter((code) => code === null || !steps.includes(code))
    return [...others, ...steps].map((step) => {
      const group = found.get(step)
      return {
        key: step,
        label: cycle.choices?.find((c) => c.code === step)?.label ?? group?.labels[0],
        count: group?.count ?? 0,
        sum: sum && Number(group?.sums[sum.name] ?? 0),
        where: groupCondition(cycle, step),
        cards: cardsOf(step),
      }
    })
  })

  async function more(column: Column) {
    const { cards } = column
    if (cards.loading || cards.next === null || !drawn.value || !column.count) return
    const asked = key.value
    cards.loading = true
    try {
      const where = allOf([...view.conditions.value, column.where])
      const query = { ...view.scope.value, where, fields: drawn.value.fields.join(','), sort: drawn.value.sort, limit: PAGE, cursor: cards.next }
      const page = await listRows(view.entity.value, view.zone.value, query)
      if (asked !== key.value) return
      const known = new Set(cards.rows.map((r) => r.id))
      cards.rows = [...cards.rows, ...page.items.filter((r) => !known.has(r.id ?? null))]
      cards.next = page.next
      cards.problem = undefined
    } catch (thrown) {
      cards.problem = problemOf(thrown)
    } finally {
      cards.loading = false
    }
  }

  function place(row: Row) {
    if (!drawn.value) return
    for (const cards of piles.values()) cards.rows = cards.rows.filter((r) => r.id !== row.id)
    const step = row[drawn.value.cycle.name]
    const cards = cardsOf(step ? String(step) : null)
    cards.rows = [row, ...cards.rows]
    void groups.again()
  }

  return { columns, groups, more, place }
}
