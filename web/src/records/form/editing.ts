// editing.ts — one row being typed: what differs, what the rules say, saving it, and what others saved meanwhile.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { newKey } from '@/api/key'
import { answer, client } from '@/api/client'
import { Failure, problemOf } from '@/api/failure'
import { getForm } from '@/api/meta'
import { changeRow, createRow, getRow, type Saved } from '@/api/rows'
import type { Cell, Field, Finding, Form, Problem, Row } from '@/api/types'
import { edited, sent, writable } from './described'
import { draftKey, dropDraft, keepDraft, readDraft, same } from './drafts'

export interface Subject {
  entity: string
  zone: string
  id?: number
  /** Values that a new row begins with. */
  preset: Row
}

const WAIT_MS = 350

export function useEditing(subject: Subject) {
  const { entity, zone, id, preset } = subject
  const kept = draftKey(zone, entity, id, preset)
  const form = shallowRef<Form>()
  const problem = shallowRef<Problem>()
  const loadProblem = shallowRef<Problem>()
  const findings = shallowRef<Finding[]>([])
  const theirs = shallowRef<Row>()
  const values = reactive<Row>({})
  const titles = reactive<Record<string, string>>({})
  const touched = reactive(new Set<string>())
  const base = ref<Row>({})
  const showAll = ref(false)
  const saving = ref(false)
  const restored = ref(false)
  let version = 0
  let key = newKey()
  let asked = 0
  let timer: number | undefined

  const fields = computed(() => (form.value ? writable(form.value) : []))
  const field = (name: string): Field | undefined => fields.value.find((f) => f.name === name)
  const changed = computed(() => fields.value.filter((f) => !same(values[f.name], base.value[f.name])))
  const isDirty = computed(() => changed.value.length > 0)

  /** `row` as the state that changes are told from. */
  function begin(row: Row) {
    version = Number(row.version ?? 0)
    for (const f of fields.value) {
      base.value[f.name] = edited(f, row[f.name])
      values[f.name] = base.value[f.name] ?? null
      const title = row[`${f.name}_title`]
      if (title) titles[f.name] = String(title)
      else delete titles[f.name]
    }
  }

  async function load() {
    try {
      const row = id === undefined ? preset : await getRow(entity, zone, id)
      form.value = await getForm(entity)
      begin(row)
      const draft = readDraft(kept)
      if (draft) {
        Object.assign(base.value, draft.base)
        Object.assign(values, draft.values)
        Object.assign(titles, draft.titles)
        version = draft.version
        for (const name of Object.keys(draft.values)) touched.add(name)
        restored.value = true
        void check()
      }
      loadProblem.value = undefined
    } catch (thrown) {
      loadProblem.value = problemOf(thrown)
    }
  }

  function keep() {
    const part = <T>(from: Record<string, T>): Record<string, T> => Object.fromEntries(changed.value.flatMap(({ name }) => (name in from ? [[name, from[name] as T]] : [])))
    keepDraft(kept, { version, values: part(values), base: part(base.value), titles: part(titles) })
  }

  /** What goes to the server: all that is filled in of a new row, what differs of a stored one. */
  function body(): Row {
    const some = id === undefined ? fields.value.filter((f) => values[f.name] !== null) : changed.value
    return Object.fromEntries(some.map((f) => [f.name, sent(f, values[f.name] ?? null)]))
  }

  async function check() {
    const mine = ++asked
    const draft = { ...body(), ...(id === undefined ? {} : { id }) }
    try {
      const found = await answer(client.POST('/api/v1/{entity}/check', { params: { path: { entity }, query: { zone } }, body: draft }))
      if (mine === asked) findings.value = found.findings
    } catch (thrown) {
      if (mine === asked) problem.value = problemOf(thrown)
    }
  }

  function set(name: string, value: Cell) {
    if (same(values[name], value)) return
    values[name] = value
    touched.add(name)
    key = newKey() // another row than the one that may be on its way
    problem.value = undefined
    clearTimeout(timer)
    timer = window.setTimeout(() => void check(), WAIT_MS)
  }
  watch([changed, () => ({ ...values }), () => ({ ...titles })], keep)

  function discard() {
    Object.assign(values, base.value)
    dropDraft(kept)
    findings.value = []
    problem.value = undefined
    touched.clear()
    restored.value = showAll.value = false
    if (id !== undefined) void load()
  }

  /** The saved row, or undefined: what stands in the way is shown. */
  async function save(): Promise<Saved | undefined> {
    if (saving.value) return undefined
    saving.value = true
    problem.value = undefined
    clearTimeout(timer)
    asked++
    try {
      const saved = id === undefined ? await createRow(entity, zone, body(), key) : await changeRow(entity, zone, id, version, body())
      dropDraft(kept)
      begin(saved.row)
      return saved
    } catch (thrown) {
      problem.value = problemOf(thrown)
      showAll.value = true
      if (thrown instanceof Failure && thrown.problem.findings) findings.value = thrown.problem.findings
      const { current } = problem.value
      if (problem.value.status === 412 && current) theirs.value = current as Row
      return undefined
    } finally {
      saving.value = false
    }
  }

  /** Mine or theirs, field by field; what they saved is the new state to differ from. */
  function settle(chosen: Record<string, 'mine' | 'theirs'>) {
    const current = theirs.value
    if (!current) return
    const mine = Object.fromEntries(Object.entries(chosen).filter(([, side]) => side === 'mine').map(([name]) => [name, values[name] ?? null]))
    const mineTitles = { ...titles }
    begin(current)
    Object.assign(values, mine)
    for (const name of Object.keys(mine)) if (mineTitles[name]) titles[name] = mineTitles[name]
    theirs.value = problem.value = undefined
  }

  const shown = (name: string) => (showAll.value || touched.has(name) ? findings.value.filter((f) => f.field === name) : [])
  /** Of the row as a whole, or of a field that is not in the form. */
  const general = computed(() => findings.value.filter((f) => !f.field || !field(f.field)))

  return { form, fields, values, titles, base, theirs, changed, isDirty, problem, loadProblem, findings, general, restored, saving, load, set, discard, save, settle, shown }
}

export type Editing = ReturnType<typeof useEditing>
