// gridCells.ts — which cells a row of the grid draws: merged ones once, over the rows that are drawn.
import type { Merge } from './sheetLines'

/** A cell of a sheet; without a column the whole row. */
export interface Place {
  row: number
  column?: string | null | undefined
}

export interface GridCell {
  column: number
  /** Where its text stands: the first row of a merge, which may be above what is drawn. */
  row: number
  down: number
  across: number
}

/** Cells of the rows `from`…`to`, by row. */
export function cellsOf(from: number, to: number, columns: number, merges: Merge[]): Map<number, GridCell[]> {
  const owner = new Map<string, GridCell | null>() // null: covered by another
  for (const [r1, c1, r2, c2] of merges) {
    if (r2 < from || r1 > to) continue
    const top = Math.max(r1, from)
    const bottom = Math.min(r2, to)
    for (let r = top; r <= bottom; r++) for (let c = c1; c <= c2; c++) owner.set(`${r} ${c}`, null)
    owner.set(`${top} ${c1}`, { column: c1, row: r1, down: bottom - top + 1, across: Math.min(c2, columns) - c1 + 1 })
  }
  const rows = new Map<number, GridCell[]>()
  for (let r = from; r <= to; r++) {
    const cells: GridCell[] = []
    for (let c = 1; c <= columns; c++) {
      const merged = owner.get(`${r} ${c}`)
      if (merged !== null) cells.push(merged ?? { column: c, row: r, down: 1, across: 1 })
    }
    rows.set(r, cells)
  }
  return rows
}
