// corrections.ts — what a person changed in how a workbook was read, as the API takes it.
import type { ImportRun } from '@/api/types'

/** The column's meaning (null: left out) and, of money, its unit. */
export interface ColumnCorrection {
  target: string | null
  unit?: string
}

export interface SheetCorrection {
  kind?: string
  /** First and last row. */
  head?: number[]
  unit?: string
  columns?: Record<string, ColumnCorrection>
}

export interface Corrections {
  as_of?: string
  sheets: Record<string, SheetCorrection>
}

/** The corrections an upload holds already. */
export function correctionsOf(run: ImportRun): Corrections {
  const kept = (run as { mapping?: unknown }).mapping
  const holds = typeof kept === 'object' && kept !== null && 'sheets' in kept
  return holds ? (kept as Corrections) : { sheets: {} }
}

/** The same with one sheet corrected further.  Another kind of sheet starts its columns anew. */
export function corrected(before: Corrections, sheet: string, change: SheetCorrection): Corrections {
  const old = before.sheets[sheet] ?? {}
  const columns = change.kind ? {} : { ...old.columns, ...change.columns }
  return { ...before, sheets: { ...before.sheets, [sheet]: { ...old, ...change, columns } } }
}
