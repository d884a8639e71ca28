// hues.ts — a colour for each column that is mapped: the same in the sheet and in the list of columns.
import type { SheetReading } from '@/api/types'

const TURN = 137.5 // degrees: neighbours come out far apart, whatever their number

/** Column letter → hue; columns that are left out have none. */
export function huesOf(reading: SheetReading | undefined): Record<string, number> {
  const mapped = reading?.columns.filter((c) => c.target) ?? []
  return Object.fromEntries(mapped.map((c, i) => [c.column, Math.round((250 + i * TURN) % 360)]))
}

/** "A" → 1, "AB" → 28. */
export function columnNumber(letters: string): number {
  return [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0)
}

/** 1 → "A", 28 → "AB". */
export function columnLetters(number: number): string {
  let letters = ''
  for (let n = number; n > 0; n = Math.floor((n - 1) / 26)) letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}
