// conditions.ts — conditions of a drill-down: written in the formula language, shown in words.
import type { Field } from '@/api/types'
import { fieldValue } from '@/format'
import { say, t } from '@/language'

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

/** The condition that keeps one group of a grouping by `field`; key null: those where it is not filled in. */
export function groupCondition(field: Field, key: string | null): string {
  if (key === null) return `${field.name} is empty`
  const plain = field.type === 'bool' || field.type === 'int' || field.type === 'date'
  return `${field.name} = ${plain ? key : quoted(key)}`
}

/** All of them together; undefined when there are none. */
export function allOf(conditions: string[]): string | undefined {
  if (conditions.length < 2) return conditions[0]
  return conditions.map((c) => `(${c})`).join(' and ')
}

/** A condition made by groupCondition() in words; any other as it stands. */
export function conditionWords(condition: string, fields: Field[]): string {
  const made = /^(\w+) (?:is empty|= (?:"((?:[^"]|"")*)"|([\w-]+)))$/.exec(condition)
  const field = fields.find((f) => f.name === made?.[1])
  if (!made || !field) return condition
  const key = made[2]?.replaceAll('""', '"') ?? made[3]
  if (key === undefined) return t('where.empty', { field: say(field.label) })
  return `${say(field.label)} = ${fieldValue(field, field.type === 'bool' ? key === 'true' : key)}`
}

/** An argument of a shell command. */
export function shellWord(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
