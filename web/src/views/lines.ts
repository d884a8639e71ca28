// lines.ts — a project as a line of the timeline: what was planned, what happened, what is late.
import type { Row } from '@/api/types'
import { date } from '@/format'
import { t } from '@/language'
import { afterDay, firstDay, type Day } from './days'

export interface Span {
  from: Day
  to: Day
}

export interface Mark {
  at: Day
  state: 'done' | 'late' | 'due'
  words: string
}

export interface Line {
  row: Row
  plan?: Span
  actual?: Span
  /** Goes on at the date that is looked at. */
  open: boolean
  lateStart?: Span
  lateEnd?: Span
  marks: Mark[]
  /** All of it, for who cannot see it. */
  words: string
}

/** What a line is drawn from; with the title of the row. */
export const LINE_FIELDS = ['planned_start', 'build_from', 'started_on', 'planned_completion', 'build_to', 'completed_on']

/** What the dated facts say, where a date is missing. */
export const STATE_FIELDS = ['stage', 'started', 'completed']

const text = (row: Row, ...names: string[]): string => String(names.map((name) => row[name]).find(Boolean) ?? '')

/** From the first day of one date to the last of the other; one alone is as long as it is vague. */
function span(from: string, to: string): Span | undefined {
  if (!from && !to) return undefined
  const begin = firstDay(from || to)
  return { from: begin, to: Math.max(afterDay(to || from), begin + 1) }
}

/** What lies between `due` and `done`, or `now` when it is not done yet. */
function delay(due: string, done: string, now: Day, until: (iso: string) => Day): Span | undefined {
  const from = due ? afterDay(due) : Infinity
  const to = done ? Math.min(until(done), now) : now
  return to > from ? { from, to } : undefined
}

const MONTH = 30.44
export const monthsLate = (late: Span): number => Math.max(1, Math.round((late.to - late.from) / MONTH))

function period(key: 'timeline.plan.words' | 'timeline.actual.words', from: string, to: string, none: string): string {
  return t(key, { from: from ? date(from) : none, to: to ? date(to) : none })
}

function wordsOf(line: Omit<Line, 'words'>, planned: string[], actual: string[]): string {
  const unknown = t('timeline.unknown')
  const [planFrom = '', planTo = ''] = planned
  const [from = '', to = ''] = actual
  return [
    line.plan ? period('timeline.plan.words', planFrom, planTo, unknown) : '',
    from || to ? period('timeline.actual.words', from, to, t(from ? 'timeline.ongoing' : 'timeline.unknown')) : t('timeline.notStarted'),
    line.lateStart ? t('timeline.lateStart', { n: monthsLate(line.lateStart) }) : '',
    line.lateEnd ? t('timeline.lateEnd', { n: monthsLate(line.lateEnd) }) : '',
    ...line.marks.map((m) => m.words),
  ].filter(Boolean).join(t('timeline.join'))
}

/** A milestone where it was reached, else where it is due. */
function markOf(milestone: Row, now: Day): Mark | undefined {
  const done = text(milestone, 'done_on')
  const due = text(milestone, 'planned_on')
  const iso = done || due
  if (!iso) return undefined
  const isDone = Boolean(done) && firstDay(done) < now
  const state = isDone ? 'done' : due && afterDay(due) < now ? 'late' : 'due'
  return { at: firstDay(iso), state, words: t(`timeline.mark.${state}`, { name: String(milestone.name), date: date(iso) }) }
}

/** The line of a project, as of the day before `now`. */
export function lineOf(row: Row, milestones: Row[], now: Day): Line {
  const reached = (iso: string) => (iso && firstDay(iso) < now ? iso : '')
  const planned = [text(row, 'planned_start', 'build_from'), text(row, 'planned_completion', 'build_to')] as const
  const started = reached(text(row, 'started_on'))
  const completed = reached(text(row, 'completed_on'))
  const marks = milestones.map((m) => markOf(m, now)).filter((m) => m !== undefined)
  const actual = started && !completed ? { from: firstDay(started), to: now } : span(started, completed)
  const over = row.stage === 'withdrawn'
  const line = {
    row,
    plan: span(...planned),
    actual: actual && { from: actual.from, to: Math.min(actual.to, now) },
    open: Boolean(started) && !completed,
    lateStart: over || (row.started && !started) ? undefined : delay(planned[0], started || completed, now, firstDay),
    lateEnd: over || (row.completed && !completed) ? undefined : delay(planned[1], completed, now, afterDay),
    marks,
  }
  return { ...line, words: wordsOf(line, [...planned], [started, completed]) }
}
