// conditions.ts — conditions as rows of a form: field, operator, values.  The program takes them apart; here they are written.
import { answer, client } from '@/api/client'
import type { components } from '@/api/schema'
import type { Cell, Field, Form } from '@/api/types'
import { language } from '@/language'

export type Conditions = components['schemas']['conditions']
export type Condition = Conditions['conditions'][number]

export const OPERATORS = ['=', '!=', '>=', '<=', '>', '<', 'between', 'in', 'not in', 'contains', 'not contains', 'starts with', 'not starts with', 'is empty', 'is not empty'] as const
export type Operator = (typeof OPERATORS)[number]

export interface ConditionRow {
  field: string
  op: Operator
  values: Cell[]
}

export function askConditions(entity: string, text: string): Promise<Conditions> {
  return answer(client.GET('/api/v1/meta/{entity}/conditions', { params: { path: { entity }, query: { text } } }))
}

const ORDERED: Operator[] = ['>=', '<=', '=', 'between', '>', '<', '!=', 'is empty', 'is not empty']
const TEXTUAL: Operator[] = ['contains', '=', 'starts with', 'in', 'not contains', '!=', 'not in', 'is empty', 'is not empty']

export function operatorsFor(field: Field): Operator[] {
  if (field.type === 'bool') return ['=']
  if (field.type === 'choice') return ['in', 'not in', '=', '!=', ...(field.open ? (['contains'] as const) : []), 'is empty', 'is not empty']
  return ['text', 'note', 'ref'].includes(field.type) ? TEXTUAL : ORDERED
}

/** What can be asked about: not files and documents. */
export function askable(form: Form): Field[] {
  return form.fields.filter((f) => f.type !== 'json' && f.type !== 'bytes')
}

/** How many values an operator takes: any number for -1. */
export function arity(op: Operator): number {
  if (op === 'in' || op === 'not in') return -1
  if (op === 'between') return 2
  return op.endsWith('empty') ? 0 : 1
}

export function isWhole(row: ConditionRow): boolean {
  const wanted = arity(row.op)
  const filled = row.values.filter((v) => v !== null && v !== '').length
  return wanted < 0 ? filled > 0 : filled >= wanted
}

/** The rows that show it; undefined: it is more than rows can show. */
export function rowsOf(found: Conditions, form: Form): ConditionRow[] | undefined {
  const rows = found.conditions.flatMap((c): ConditionRow[] => {
    const op = OPERATORS.find((o) => o === c.op)
    const known = askable(form).some((f) => f.name === c.field)
    return op && c.field && known ? [{ field: c.field, op, values: c.values }] : []
  })
  return rows.length === found.conditions.length ? rows : undefined
}

// ---- writing ----

const isPlain = (word: string) => /^\p{Script=Han}+$/u.test(word)
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The label where one reads Chinese and it means this field alone. */
function nameOf(field: Field, form: Form): string {
  const label = field.label.zh ?? ''
  const alone = form.fields.filter((f) => f.label.zh === label).length === 1
  return language.value === 'zh' && isPlain(label) && alone ? label : field.name
}

function literal(field: Field, value: Cell): string {
  const zh = language.value === 'zh'
  switch (field.type) {
    case 'money': {
      const fen = Number(value)
      if (!Number.isFinite(fen)) return String(value) // as typed: the program reads it or says why not
      if (Math.abs(fen) >= 1e10 && fen % 1e6 === 0) return `${fen / 1e10}亿`
      return fen % 100 === 0 && Math.abs(fen) >= 1e6 ? `${fen / 1e6}万` : `${fen / 100}元`
    }
    case 'date':
      return /^\d{4}$/.test(String(value)) ? `${value}年` : String(value)
    case 'instant':
      return String(value).slice(0, 10)
    case 'percent':
      return `${value}%`
    case 'int':
    case 'id':
      return String(value)
    case 'bool':
      return zh ? (value ? '是' : '否') : String(value)
    case 'choice': {
      const label = field.choices?.find((c) => c.code === value)?.label.zh ?? ''
      return zh && isPlain(label) ? label : quoted(String(value))
    }
    default:
      return quoted(String(value))
  }
}

const SAID: Partial<Record<Operator, string>> = {
  in: '属于', 'not in': '不属于', contains: '包含', 'not contains': '不包含', 'starts with': '开头是', 'not starts with': '开头不是', 'is empty': '为空', 'is not empty': '不为空',
}

function writeRow(row: ConditionRow, form: Form): string {
  const field = form.fields.find((f) => f.name === row.field)
  if (!field) return ''
  const zh = language.value === 'zh'
  const [a = '', b = ''] = row.values.map((v) => literal(field, v))
  const op = (zh && SAID[row.op]) || row.op
  const name = nameOf(field, form)
  switch (arity(row.op)) {
    case 0:
      return `${name} ${op}`
    case 2:
      return zh ? `${name} 在 ${a} 和 ${b} 之间` : `${name} between ${a} and ${b}`
    case -1:
      return `${name} ${op} (${row.values.map((v) => literal(field, v)).join(', ')})`
    default:
      return `${name} ${op} ${a}`
  }
}

export function write(parts: string[], any: boolean): string {
  const joined = any ? (language.value === 'zh' ? ' 或 ' : ' or ') : language.value === 'zh' ? ' 且 ' : ' and '
  return parts.filter(Boolean).join(joined)
}

export function writeRows(rows: ConditionRow[], any: boolean, form: Form): string {
  return write(rows.filter(isWhole).map((row) => writeRow(row, form)), any)
}

/** One part of a condition as it can stand beside others. */
export function writePart(part: Condition, form: Form): string {
  const [row] = rowsOf({ text: '', words: '', any: false, conditions: [part] }, form) ?? []
  return row ? writeRow(row, form) : `(${part.text})`
}
