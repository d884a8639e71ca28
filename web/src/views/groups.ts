// groups.ts — lines under the heads of their groups, as one list.
import type { Field } from '@/api/types'
import { fieldValue } from '@/format'
import { t } from '@/language'
import type { Line } from './lines'
import { textOf } from './view'

/** A line, or the head of a group. */
export interface Item {
  key: string
  line?: Line
  label: string
  count: number
  sum: number
}

function labelOf(field: Field, line: Line): string {
  const value = line.row[field.name]
  if (value === null || value === undefined || value === '') return t('nothing')
  return field.type === 'ref' ? textOf(field, line.row) : fieldValue(field, value)
}

const itemOf = (line: Line): Item => ({ key: `line ${String(line.row.id)}`, line, label: '', count: 1, sum: 0 })

/** By what `keyOf` says of them, in the order met. */
export function grouped<T, K>(things: T[], keyOf: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    const group = groups.get(key)
    if (group) group.push(thing)
    else groups.set(key, [thing])
  }
  return groups
}

/** Groups with most lines first; what is not filled in last. */
export function itemsOf(lines: Line[], by: Field | undefined, sum: string): Item[] {
  if (!by) return lines.map(itemOf)
  const groups = grouped(lines, (line) => labelOf(by, line))
  const last = (label: string) => Number(label === t('nothing'))
  return [...groups]
    .sort(([a, x], [b, y]) => last(a) - last(b) || y.length - x.length || a.localeCompare(b, 'zh'))
    .flatMap(([label, members]) => [
      { key: `group ${label}`, label, count: members.length, sum: members.reduce((all, l) => all + Number(l.row[sum] ?? 0), 0) },
      ...members.map(itemOf),
    ])
}
