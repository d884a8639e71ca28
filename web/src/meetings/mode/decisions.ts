// decisions.ts — what was decided on the items of a meeting: each saves itself a moment after it was typed, and is tried
// again until the server has it, wherever one has gone on to; until then this browser keeps it.
import { computed, onScopeDispose, reactive, ref, type ComputedRef, type Ref } from 'vue'
import { problemOf } from '@/api/failure'
import { changeRow, getRow } from '@/api/rows'
import type { Problem, Row } from '@/api/types'
import { keep, readKept } from '../kept'
import { idOf, textOf } from '../meetings'

const WAIT_MS = 900
const RETRY_MS = 5000

export type Saving = 'saved' | 'typing' | 'saving' | 'failed'

interface Line {
  text: string
  stored: string
  state: Saving
  /** What is to be noted with it. */
  also: Row
  timer?: number
}

export interface Decisions {
  begin(items: Row[]): void
  textOf(item: number): string
  stateOf(item: number): Saving
  type(item: number, text: string): void
  /** Note something else on the item, with its decision. */
  note(item: number, also: Row): void
  unsaved: ComputedRef<number>
  problem: Ref<Problem | undefined>
}

export function useDecisions(zone: () => string, onSaved: (row: Row) => void): Decisions {
  const lines = reactive(new Map<number, Line>())
  const problem = ref<Problem>()
  const name = (item: number) => `${zone()} agenda_item ${item} decision`
  const isUnsaved = (line: Line) => line.text !== line.stored || Object.keys(line.also).length > 0

  async function write(item: number, values: Row) {
    const now = await getRow('agenda_item', zone(), item) // others may note something else on the same item
    onSaved((await changeRow('agenda_item', zone(), item, Number(now.version), values)).row)
  }
  async function save(item: number) {
    const line = lines.get(item)
    if (!line || line.state === 'saving' || !isUnsaved(line)) return
    const { text, also } = line
    line.state = 'saving'
    line.also = {}
    try {
      await write(item, { decision: text.trim() ? text : null, ...also })
      line.stored = text
      problem.value = undefined
      if (line.text === text) keep(name(item), undefined)
      line.state = isUnsaved(line) ? 'typing' : 'saved'
      if (isUnsaved(line)) later(item, line, WAIT_MS)
    } catch (thrown) {
      problem.value = problemOf(thrown)
      line.also = { ...also, ...line.also }
      line.state = 'failed'
      later(item, line, RETRY_MS)
    }
  }
  function later(item: number, line: Line, wait: number) {
    clearTimeout(line.timer)
    line.timer = window.setTimeout(() => void save(item), wait)
  }
  function begin(items: Row[]) {
    for (const item of items) {
      if (lines.has(idOf(item))) continue
      const stored = textOf(item.decision)
      const line: Line = reactive({ text: readKept(name(idOf(item))) ?? stored, stored, state: 'saved', also: {} })
      lines.set(idOf(item), line)
      if (isUnsaved(line)) void save(idOf(item))
    }
  }
  function type(item: number, text: string) {
    const line = lines.get(item)
    if (!line) return
    line.text = text
    if (line.state !== 'saving') line.state = 'typing'
    keep(name(item), text === line.stored ? undefined : text)
    later(item, line, WAIT_MS)
  }
  function note(item: number, also: Row) {
    const line = lines.get(item)
    if (!line) return
    line.also = { ...line.also, ...also }
    void save(item)
  }
  onScopeDispose(() => [...lines.values()].forEach((line) => clearTimeout(line.timer)))
  return {
    begin, type, note, problem,
    textOf: (item) => lines.get(item)?.text ?? '',
    stateOf: (item) => lines.get(item)?.state ?? 'saved',
    unsaved: computed(() => [...lines.values()].filter(isUnsaved).length),
  }
}
