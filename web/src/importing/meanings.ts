// meanings.ts — what the columns of a sheet mean, in words.
import type { LedgerKind, SheetReading } from '@/api/types'
import { date } from '@/format'
import { say } from '@/language'

/** Column letter → "2023年 本年完成投资"; columns that are left out have none. */
export function meaningsOf(reading: SheetReading, kinds: LedgerKind[]): Record<string, string> {
  const targets = kinds.find((k) => k.name === reading.kind)?.targets ?? []
  const words: Record<string, string> = {}
  for (const c of reading.columns) {
    const target = targets.find((x) => x.id === c.target)
    if (target) words[c.column] = [say(target.label), c.year ? date(c.month ? `${c.year}-${String(c.month).padStart(2, '0')}` : String(c.year)) : '', c.unit ?? ''].filter(Boolean).join(' ')
  }
  return words
}
