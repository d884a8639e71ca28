// related.ts — which rows point at a row: found from the descriptions of all entities.
import { getForm, getMeta } from '@/api/meta'
import type { Field, Form } from '@/api/types'

export interface Relation {
  entity: string
  form: Form
  /** The reference that points here. */
  field: Field
}

export async function relationsTo(entity: string): Promise<Relation[]> {
  const { entities } = await getMeta()
  const forms = await Promise.all(entities.filter((e) => !e.internal).map((e) => getForm(e.name)))
  return forms.flatMap((form) => form.fields.filter((f) => f.ref === entity && !f.derived).map((field) => ({ entity: form.name, form, field })))
}

/** What a table of related rows shows: listed fields but the one that is the same in all. */
export function columnsOf(form: Form, field: Field): Field[] {
  const listed = form.fields.filter((f) => f.list && f.name !== field.name && !f.head)
  const title = form.fields.find((f) => f.name === form.title && f.name !== field.name)
  return [...(title && !listed.includes(title) ? [title] : []), ...listed].sort((a, b) => Number(b.name === form.title) - Number(a.name === form.title))
}
