// choices.ts — the categories of problems, for a difficulty that becomes one.
import { getForm } from '@/api/meta'
import type { Field } from '@/api/types'

export type Choice = NonNullable<Field['choices']>[number]

export async function problemCategories(): Promise<Choice[]> {
  const form = await getForm('problem')
  return form.fields.find((f) => f.name === 'category')?.choices ?? []
}
