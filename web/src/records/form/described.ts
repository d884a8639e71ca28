// described.ts — what a form takes from the description of an entity: which fields, in which groups, sent how.
import type { Cell, Field, Form, Row } from '@/api/types'
import { fieldValue } from '@/format'
import type { MessageKey } from '@/messages'

export interface FieldGroup {
  label: MessageKey
  fields: Field[]
}

/** Fields beyond which a form is easier read in groups. */
const FEW = 9

/** What people may set. */
export function writable(form: Form): Field[] {
  return form.fields.filter((f) => !f.readonly && !f.head)
}

/** The same for all entities: what is required or listed first, then dates, money, texts. */
export function inGroups(fields: Field[]): FieldGroup[] {
  const isMain = (f: Field) => Boolean(f.required || f.list)
  const kind = (f: Field): MessageKey => {
    if (isMain(f)) return 'facts.main'
    if (f.type === 'date' || f.type === 'instant') return 'facts.dates'
    if (f.type === 'money' || f.type === 'percent') return 'facts.money'
    return f.type === 'note' || f.type === 'json' ? 'facts.texts' : 'facts.more'
  }
  const order: MessageKey[] = ['facts.main', 'facts.more', 'facts.dates', 'facts.money', 'facts.texts']
  return order.map((label) => ({ label, fields: fields.filter((f) => kind(f) === label) })).filter((g) => g.fields.length)
}

export function formGroups(form: Form): FieldGroup[] {
  const fields = writable(form)
  if (fields.length <= FEW) return [{ label: 'facts.main', fields }]
  return inGroups(fields)
}

/** A value as a control edits it: JSON as its text. */
export function edited(field: Field, value: Cell | undefined): Cell {
  if (value === undefined || value === null) return null
  return field.type === 'json' && typeof value !== 'string' ? JSON.stringify(value, null, 2) : value
}

/** … and as the API takes it; text that is no JSON goes as it is, the check says so. */
export function sent(field: Field | undefined, value: Cell): Cell {
  if (field?.type !== 'json' || typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Cell
  } catch {
    return value
  }
}

/** What people know a row by. */
export function titleOf(form: Form | undefined, row: Row | undefined): string {
  const name = form?.title ?? 'id'
  const value = row?.[`${name}_title`] ?? row?.[name]
  if (value === undefined || value === null || value === '') return row ? `#${String(row.id ?? '')}` : ''
  const text = fieldValue(form?.fields.find((f) => f.name === name), value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
