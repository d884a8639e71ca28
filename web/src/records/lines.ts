// lines.ts — what a table of rows shows, line by line: rows, and heads of groups between them.
import type { Label, Row } from '@/api/types'

/** The head of a group, with what its rows come to. */
export interface GroupHead {
  key: string
  label: Label
  /** Its place among nested groups: 0 is outermost. */
  depth: number
  open: boolean
  count: number
  sums: Record<string, number>
}

/** A row, a head, or neither: a row that is still on its way. */
export interface Line {
  row?: Row
  head?: GroupHead
}

export interface Lines {
  count: number
  /** There are heads of groups among them. */
  grouped?: boolean
  at(index: number): Line
}

export function linesOf(rows: Row[]): Lines {
  return { count: rows.length, at: (index) => ({ row: rows[index] }) }
}
