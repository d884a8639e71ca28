// desk.ts — a unit's week being filled in: what is typed is kept in this browser until the server has it, however long that takes.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { problemOf, unreachable } from '@/api/failure'
import type { Cell, Problem, Row } from '@/api/types'
import { draftKey, dropDraft, keepDraft, readDraft, same } from '@/records/form/drafts'
import { isOffline } from '@/shell/connection'
import { doDeed, fillReport, getDesk, makeProblem, NAMES, type Deed, type Desk, type Duty, type Item, type ValueName } from './week'

/** A project on the desk, with what was typed over what the server has. */
export interface Line {
  item: Item
  typed: Row
  /** `waiting`: to be sent once the server is within reach. */
  state: 'still' | 'saving' | 'waiting' | 'stale'
  /** What somebody else filled in meanwhile. */
  theirs?: Item
  problem?: Problem
}

const SAME = 'nothing_changed' // in a draft: one tapped that, and nothing else

export function useDesk(zone: () => string, unit: () => string, date: () => string) {
  const desk = shallowRef<Desk>()
  const lines = ref<Line[]>([])
  const problem = shallowRef<Problem>()
  const loading = ref(false)

  const key = (item: Item) => draftKey(zone(), 'weekly_report', item.id, {})
  const value = (line: Line, name: ValueName): Cell => (name in line.typed ? (line.typed[name] ?? null) : line.item.values[name])
  const base = (line: Line): Row => Object.fromEntries(Object.keys(line.typed).filter((n) => n !== SAME).map((n) => [n, line.item.values[n as ValueName]]))

  function keep(line: Line) {
    const waits = line.state === 'waiting' || line.state === 'saving'
    keepDraft(key(line.item), { version: line.item.version, values: waits ? { ...line.typed, [SAME]: true } : line.typed, base: base(line), titles: {} })
  }

  /** What this browser still holds of the project. */
  function withDraft(item: Item): Line {
    const line: Line = reactive({ item, typed: {}, state: 'still' })
    const draft = readDraft(key(item))
    if (!draft) return line
    const { [SAME]: wasSent, ...typed } = draft.values
    line.typed = typed
    if (draft.version === item.version) line.state = wasSent ? 'waiting' : 'still'
    else if (Object.entries(typed).every(([name, cell]) => same(cell, item.values[name as ValueName]))) {
      line.typed = {}
      dropDraft(key(item)) // it did arrive
    } else Object.assign(line, { state: 'stale', theirs: item })
    return line
  }

  function show(found: Desk) {
    desk.value = found
    lines.value = found.items.map(withDraft)
    void sendAll()
  }

  async function load() {
    loading.value = true
    try {
      show(await getDesk(zone(), unit(), date()))
      problem.value = undefined
    } catch (thrown) {
      problem.value = problemOf(thrown)
    } finally {
      loading.value = false
    }
  }
  watch([zone, unit, date], () => void load(), { immediate: true })

  function type(line: Line, name: ValueName, cell: Cell) {
    if (same(cell, line.item.values[name])) delete line.typed[name]
    else line.typed[name] = cell
    if (line.state === 'waiting') line.state = 'still'
    line.problem = undefined
    keep(line)
  }

  function take(line: Line, item: Item) {
    dropDraft(key(item))
    Object.assign(line, { item, typed: {}, state: 'still', theirs: undefined, problem: undefined })
  }

  /** True when it is saved, or will be by itself. */
  async function save(line: Line): Promise<boolean> {
    line.state = 'saving'
    keep(line)
    try {
      take(line, await fillReport(zone(), line.item.id, line.item.version, line.typed))
      return true
    } catch (thrown) {
      const found = problemOf(thrown)
      const waits = found.code === unreachable.code
      if (waits) line.state = 'waiting'
      else if (found.status === 412 && found.current) Object.assign(line, { state: 'stale', theirs: found.current })
      else Object.assign(line, { state: 'still', problem: found })
      keep(line)
      return waits
    }
  }

  let sending = false
  async function sendAll() {
    if (sending) return
    sending = true
    for (const line of lines.value) if (line.state === 'waiting' && !isOffline.value) await save(line)
    sending = false
  }
  watch(isOffline, (off) => void (off || sendAll()))

  /** Mine or theirs, field by field; theirs is what to differ from now. */
  async function settle(line: Line, chosen: Record<string, 'mine' | 'theirs'>) {
    if (!line.theirs) return
    const mine = Object.fromEntries(NAMES.filter((n) => chosen[n] === 'mine').map((n) => [n, value(line, n)]))
    Object.assign(line, { item: line.theirs, theirs: undefined, typed: mine, state: 'still' })
    await save(line)
  }

  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    problem.value = undefined
    try {
      await work()
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return false
    }
  }
  const act = (deed: Deed, reason = '') => attempt(async () => desk.value?.duty && show(await doDeed(zone(), deed, desk.value.duty, reason)))
  const raise = (line: Line, category: string) => attempt(async () => (line.item = await makeProblem(zone(), line.item.id, category)))

  const filled = computed(() => lines.value.filter((l) => l.item.filled || l.state === 'waiting').length)
  const unsent = computed(() => lines.value.filter((l) => l.state !== 'still' || Object.keys(l.typed).length).length)
  const may = (what: Duty['may'][number]) => desk.value?.duty?.may.includes(what) ?? false
  const next = (after: number): number => {
    const order = lines.value.map((_, i) => (after + 1 + i) % lines.value.length)
    return order.find((i) => !lines.value[i]?.item.filled && lines.value[i]?.state !== 'waiting') ?? -1
  }

  return { desk, lines, problem, loading, filled, unsent, may, value, type, save, settle, act, raise, next, load }
}

export type DeskWork = ReturnType<typeof useDesk>
