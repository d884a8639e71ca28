// listing.ts — the lines of a list: its rows, or its groups with the rows of those that are open.
import { computed, onScopeDispose, shallowReactive, shallowRef, watch } from 'vue'
import { problemOf } from '@/api/failure'
import { listRows, type ListQuery } from '@/api/rows'
import type { Problem, Row } from '@/api/types'
import { allOf } from '@/conditions'
import { language } from '@/language'
import type { GroupHead, Line, Lines } from '../lines'
import { askGroups, treeOf, type GroupNode } from './grouping'
import { PagedRows } from './paged'

export interface Question {
  entity: string
  zone: string
  query: ListQuery
  by: string[]
  /** Fields that subtotals are made of. */
  sums: string[]
}

/** A stretch of lines: the head of a group, or rows. */
interface Stretch {
  start: number
  count: number
  head?: GroupHead
  rows?: PagedRows
}

interface Answered {
  question: Question
  rows?: PagedRows
  groups?: GroupNode[]
  count: number
  sums: Record<string, number>
}

function ask(q: Question, where: string): PagedRows {
  const query = { ...q.query, where: allOf([q.query.where ?? '', where].filter(Boolean)) }
  return new PagedRows((cursor, limit) => listRows(q.entity, q.zone, { ...query, cursor, limit, count: cursor === undefined }))
}

export function useListing(question: () => Question | undefined) {
  const state = shallowReactive({ problem: undefined as Problem | undefined, loading: false })
  const answered = shallowRef<Answered>()
  const open = shallowReactive(new Map<string, PagedRows | undefined>())
  let asked = 0

  async function load() {
    const q = question()
    if (!q) return
    const mine = ++asked
    state.loading = true
    try {
      const rows = q.by.length ? undefined : ask(q, '')
      const [groups] = await Promise.all([
        askGroups(q.entity, q.zone, q.by, q.sums, { where: q.query.where, search: q.query.search, as_of: q.query.as_of, known_at: q.query.known_at }),
        rows?.begin(),
      ])
      if (mine !== asked) return rows?.stop()
      stop()
      state.problem = rows?.now.problem
      answered.value = { question: q, rows, groups: q.by.length ? treeOf(groups) : undefined, count: groups.total.count, sums: groups.total.sums as Record<string, number> }
    } catch (thrown) {
      if (mine === asked) state.problem = problemOf(thrown)
    } finally {
      if (mine === asked) state.loading = false
    }
  }

  function stop() {
    answered.value?.rows?.stop()
    for (const rows of open.values()) rows?.stop()
    open.clear()
  }

  watch(() => JSON.stringify([language.value, question()]), () => void load(), { immediate: true })
  onScopeDispose(stop)

  const headOf = (node: GroupNode): GroupHead => ({ key: node.key, label: node.label, depth: node.depth, open: open.has(node.key), count: node.count, sums: node.sums })

  const stretches = computed((): Stretch[] => {
    const found: Stretch[] = []
    let start = 0
    const add = (stretch: Omit<Stretch, 'start'>) => {
      if (stretch.count) found.push({ ...stretch, start })
      start += stretch.count
    }
    const addNode = (node: GroupNode) => {
      add({ count: 1, head: headOf(node) })
      if (!open.has(node.key)) return
      node.inner.forEach(addNode)
      const rows = open.get(node.key)
      if (rows) add({ count: rows.now.count || node.count, rows })
    }
    answered.value?.groups?.forEach(addNode)
    const rows = answered.value?.rows
    if (rows) add({ count: rows.now.count, rows })
    return found
  })

  function stretchAt(index: number): Stretch | undefined {
    return stretches.value.findLast((s) => s.start <= index)
  }
  function at(index: number): Line {
    const s = stretchAt(index)
    if (!s || index >= s.start + s.count) return {}
    return s.head ? { head: s.head } : { row: s.rows?.now.rows[index - s.start] }
  }
  const lines = computed((): Lines => {
    const last = stretches.value.at(-1)
    return { count: last ? last.start + last.count : 0, grouped: answered.value?.groups !== undefined, at }
  })

  function see(from: number, to: number) {
    for (const s of stretches.value) if (s.rows && s.start < to && s.start + s.count > from) s.rows.see(to - s.start)
  }

  function nodeOf(key: string): GroupNode | undefined {
    const nodes = answered.value?.groups ?? []
    return [...nodes, ...nodes.flatMap((n) => n.inner)].find((n) => n.key === key)
  }

  function toggle(head: GroupHead) {
    const node = nodeOf(head.key)
    const q = answered.value?.question
    if (!node || !q) return
    if (open.has(node.key)) {
      open.get(node.key)?.stop()
      open.delete(node.key)
    } else {
      const rows = node.inner.length ? undefined : ask(q, node.where)
      open.set(node.key, rows)
      void rows?.begin()
    }
  }

  const problem = computed(() => state.problem ?? answered.value?.rows?.now.problem ?? [...open.values()].find((rows) => rows?.now.problem)?.now.problem)
  function again() {
    if (state.problem) return load()
    answered.value?.rows?.again()
    for (const rows of open.values()) rows?.again()
    return Promise.resolve()
  }

  /** Rows that have been read, in order. */
  const rowsRead = computed((): readonly Row[] => stretches.value.flatMap((s) => s.rows?.now.rows ?? []))

  return { state, answered, lines, problem, rowsRead, see, toggle, again, load }
}
