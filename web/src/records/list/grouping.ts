// grouping.ts — groups of rows with what they come to, and the two levels of heads that they make.
import type { Groups, Label } from '@/api/types'
import { groupRows, type ListQuery } from '@/api/rows'

export type Group = Groups['groups'][number]

export interface GroupNode {
  key: string
  label: Label
  depth: number
  count: number
  sums: Record<string, number>
  where: string
  inner: GroupNode[]
}

export async function askGroups(entity: string, zone: string, by: string[], sums: string[], query: ListQuery): Promise<Groups> {
  return groupRows(entity, zone, { ...query, by: by.join(), sums: sums.join() })
}

function added(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.keys({ ...a, ...b }).map((key) => [key, (a[key] ?? 0) + (b[key] ?? 0)]))
}

/** The groups as a tree: the outer ones are what their inner ones come to together. */
export function treeOf(groups: Groups): GroupNode[] {
  const leaves = groups.groups.map((g): GroupNode => {
    const depth = g.keys.length - 1
    return { key: JSON.stringify(g.keys), label: g.labels[depth] ?? {}, depth, count: g.count, sums: g.sums as Record<string, number>, where: g.where ?? '', inner: [] }
  })
  if (groups.by.length < 2) return leaves
  const outer = new Map<string, GroupNode>()
  groups.groups.forEach((g, i) => {
    const leaf = leaves[i]
    if (!leaf) return
    const key = JSON.stringify(g.keys.slice(0, 1))
    const node = outer.get(key)
    if (!node) outer.set(key, { key, label: g.labels[0] ?? {}, depth: 0, count: leaf.count, sums: leaf.sums, where: '', inner: [leaf] })
    else outer.set(key, { ...node, count: node.count + leaf.count, sums: added(node.sums, leaf.sums), inner: [...node.inner, leaf] })
  })
  return [...outer.values()]
}
