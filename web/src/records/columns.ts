// columns.ts — columns of a table of rows: which, how wide, and what stands in their heads and cells.
import type { Field, Form, Row } from '@/api/types'
import { isColourField } from '@/components/lamps'
import { fieldValue, moneyIn } from '@/format'
import { language, say } from '@/language'

export interface Column {
  field: Field
  /** In pixels. */
  width: number
}

export const NARROWEST = 56
export const WIDEST = 800

const WIDTHS: Partial<Record<string, number>> = { money: 128, date: 134, instant: 148, percent: 84, int: 84, bool: 84, choice: 104, note: 260, ref: 164 }

/** Full-width characters take two places. */
function places(text: string): number {
  return [...text].reduce((n, c) => n + (c > '\u2e80' ? 2 : 1), 0)
}

function usualWidth(field: Field, title: boolean): number {
  if (title) return 260
  if (isColourField(field)) return 72
  return Math.max(WIDTHS[field.type] ?? 132, places(say(field.label)) * 7 + 44)
}

/** `names` in that order, else the fields that the form marks for lists; the title comes first, then its light. */
export function columnsOf(form: Form, names: readonly string[] = [], widths: Readonly<Record<string, number>> = {}): Column[] {
  const marked = form.fields.filter((f) => f.list)
  const usual = [...marked.filter(isColourField), ...marked]
  const title = form.fields.filter((f) => f.name === form.title)
  const chosen = names.length ? names.flatMap((name) => form.fields.filter((f) => f.name === name)) : [...new Set([...title, ...usual])]
  const some = chosen.length ? chosen : form.fields.filter((f) => !f.head)
  return some.map((field) => ({ field, width: widths[field.name] ?? usualWidth(field, field.name === form.title) }))
}

/** The words over a column: with the unit of its money, where that is the same in every row. */
export function columnHead(field: Field): string {
  const unit = field.type === 'money' ? moneyIn().unit : ''
  if (!unit) return say(field.label)
  return language.value === 'zh' ? `${say(field.label)}（${unit}）` : `${say(field.label)} (${unit})`
}

/** What a cell says; nothing where nothing is known. */
export function cellText(field: Field, row: Row): string {
  const value = field.type === 'ref' ? (row[`${field.name}_title`] ?? row[field.name]) : row[field.name]
  if (value === null || value === undefined || value === '') return ''
  return field.type === 'money' ? moneyIn().number(Number(value)) : fieldValue(field, value)
}
