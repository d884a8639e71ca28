// moves.ts — moving a row to another step of its life: what has to be asked, what is written, how it is taken back.
import { newKey } from '@/api/key'
import { getForm } from '@/api/meta'
import { changeRow, createRow, getRow, removeRow } from '@/api/rows'
import { Failure, problemOf } from '@/api/failure'
import type { Cell, Field, Form, Problem, Row } from '@/api/types'
import { may } from '@/me'

export interface Move {
  row: Row
  /** Code of the step. */
  to: string
}

/** What a move to one step asks of people. */
export interface Question {
  date?: Field
  reason?: Field
}

export interface Answer {
  date: string
  reason: string
}

/** Where moves of `cycle` are written: in the row itself, or in dated rows of another entity that refer to it. */
export interface Keeping {
  entity: string
  zone: string
  form: Form
  cycle: Field
  through?: Form
}

export async function keepingOf(entity: string, zone: string, form: Form, cycle: Field): Promise<Keeping> {
  return { entity, zone, form, cycle, through: cycle.through && may(cycle.through, 'read') ? await getForm(cycle.through) : undefined }
}

const needed = (form: Form, type: string) => form.fields.find((f) => !f.head && f.required && f.type === type)

export function questionOf({ form, cycle, through }: Keeping, to: string): Question {
  if (through) return { date: needed(through, 'date'), reason: through.fields.find((f) => !f.head && f.type === 'note') }
  const isDate = (f: Field) => f.dates === to && cycle.choices?.some((c) => c.code === f.dates)
  return { date: form.fields.find(isDate) }
}

/** Dates of the steps of `cycle`: a row that goes back loses those of the steps it has not reached. */
function datesBeyond({ form, cycle }: Keeping, to: string): Field[] {
  const step = (code: string | undefined) => cycle.choices?.findIndex((c) => c.code === code) ?? -1
  return form.fields.filter((f) => f.dates && step(f.dates) > step(to))
}

const STALE = 412

export function isStale(problem: Problem | undefined): boolean {
  return problem?.status === STALE
}

function stale(): Failure {
  const zh = '刚才有人改了这一行的阶段，请看过最新情况再移动'
  const en = 'somebody has just moved this row; look where it is now, then move it again'
  return new Failure({ type: 'about:blank', title: en, status: STALE, code: 'WEB-10', detail: en, detail_zh: zh, detail_en: en })
}


/** Adds the dated row that makes the step; the row itself must still be where it was shown. */
async function addChange(keeping: Keeping, through: Form, { row, to }: Move, answer: Answer, asOf: string): Promise<() => Promise<void>> {
  const { entity, zone, cycle } = keeping
  const now = await getRow(entity, zone, Number(row.id), { as_of: asOf })
  if (now[cycle.name] !== row[cycle.name]) throw stale()
  const { date, reason } = questionOf(keeping, to)
  const ref = through.fields.find((f) => f.ref === entity)
  if (!ref || !date) throw new Error(`${through.name} cannot keep ${entity}.${cycle.name}`)
  const values: Row = { [ref.name]: Number(row.id), [cycle.name]: to, [date.name]: answer.date }
  if (reason && answer.reason) values[reason.name] = answer.reason
  const { row: added } = await createRow(through.name, zone, values, newKey())
  return () => removeRow(through.name, zone, Number(added.id), Number(added.version))
}

async function changeStep(keeping: Keeping, { row, to }: Move, answer: Answer): Promise<() => Promise<void>> {
  const { entity, zone, cycle } = keeping
  const { date } = questionOf(keeping, to)
  const values: Row = { [cycle.name]: to }
  for (const field of datesBeyond(keeping, to)) if (row[field.name]) values[field.name] = null
  if (date) values[date.name] = answer.date || null
  const before: Row = Object.fromEntries(Object.keys(values).map((name): [string, Cell] => [name, row[name] ?? null]))
  const { row: after } = await changeRow(entity, zone, Number(row.id), Number(row.version), values)
  return async () => void (await changeRow(entity, zone, Number(row.id), Number(after.version), before))
}

/** Writes the move; answers how to take it back.  Throws Failure, with status 412 when somebody else was faster. */
export function writeMove(keeping: Keeping, move: Move, answer: Answer, asOf: string): Promise<() => Promise<void>> {
  return keeping.through ? addChange(keeping, keeping.through, move, answer, asOf) : changeStep(keeping, move, answer)
}

/** What went wrong, and whether it was that somebody else was faster. */
export function moveProblem(thrown: unknown): { problem: Problem; stale: boolean } {
  const problem = problemOf(thrown)
  return { problem, stale: isStale(problem) }
}
