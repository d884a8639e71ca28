// findings.ts — what an import found, as one list: rows written, kept, left out, refused; each at its place in the sheet.
import type { ImportChange, ImportRemark, ImportResult } from '@/api/types'

export type ItemKind = 'rejected' | 'checks' | 'warnings' | 'created' | 'updated' | 'same' | 'skipped'
export const ITEM_KINDS: ItemKind[] = ['rejected', 'checks', 'warnings', 'created', 'updated', 'same', 'skipped']
export const TONES: Record<ItemKind, string> = { rejected: 'bad', checks: 'warn', warnings: 'warn', created: 'good', updated: 'accent', same: '', skipped: '' }

export interface Item {
  kind: ItemKind
  sheet: string
  row: number
  column?: string | null
  /** Of rows that are or become records. */
  entity?: string
  id?: number
  title?: string | null
  cells?: ImportChange['cells']
  remark?: ImportRemark
}

function remarks(kind: ItemKind, list: ImportRemark[]): Item[] {
  return list.map((remark) => ({ kind, sheet: remark.sheet ?? '', row: remark.row, column: remark.column, remark }))
}

export function itemsOf(result: ImportResult): Item[] {
  return [
    ...remarks('rejected', result.rejected),
    ...remarks('checks', result.checks),
    ...remarks('warnings', result.warnings),
    ...result.changes.map((change): Item => ({ ...change, kind: change.action === 'create' ? 'created' : 'updated' })),
    ...(result.same ?? []).map((row): Item => ({ ...row, kind: 'same' })),
    ...remarks('skipped', result.skipped),
  ]
}

/** How many there are of each kind; a list may hold fewer. */
export function countsOf(result: ImportResult, items: Item[]): Record<ItemKind, number> {
  const listed = (kind: ItemKind) => items.filter((item) => item.kind === kind).length
  return {
    rejected: result.rejected_count ?? result.rejected.length,
    checks: result.checks.length,
    warnings: result.warning_count ?? result.warnings.length,
    created: listed('created'),
    updated: listed('updated'),
    same: listed('same'),
    skipped: result.skipped_count ?? result.skipped.length,
  }
}

/** What is to be seen in the cells of one sheet: "row column" → its item, the gravest first. */
export function marksOf(items: Item[], sheet: string): { rows: Map<number, ItemKind>; cells: Map<string, CellMark> } {
  const rows = new Map<number, ItemKind>()
  const cells = new Map<string, CellMark>()
  for (const item of items) {
    if (item.sheet !== sheet || !item.row) continue
    if (!rows.has(item.row)) rows.set(item.row, item.kind)
    if (item.remark && item.column && item.kind !== 'skipped') mark(cells, `${item.row} ${item.column}`, { kind: item.kind, remark: item.remark })
    for (const cell of item.cells ?? []) {
      if (cell.column) mark(cells, `${item.row} ${cell.column}`, { kind: item.kind, old: cell.old, now: cell.new })
    }
  }
  return { rows, cells }
}

export interface CellMark {
  kind: ItemKind
  remark?: ImportRemark
  old?: string | null
  now?: string | null
}

function mark(cells: Map<string, CellMark>, place: string, more: CellMark) {
  cells.set(place, { ...more, ...cells.get(place) })
}
