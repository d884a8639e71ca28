// drafts.ts — what was typed and not saved yet, kept in this browser, for the person who typed it.
import type { Cell, Row } from '@/api/types'
import { me } from '@/me'

export interface Draft {
  /** Of the row that was edited; 0: a new one. */
  version: number
  /** What was typed, by field. */
  values: Row
  /** What stood there. */
  base: Row
  /** Of the rows that references point to. */
  titles: Record<string, string>
}

export function draftKey(zone: string, entity: string, id: number | undefined, preset: Row): string {
  const given = Object.entries(preset).filter(([, value]) => value !== null)
  return ['steward.draft', me.value?.login ?? '', zone, entity, id ?? 'new', ...given.flat()].join(' ')
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'version' in value && 'values' in value && 'base' in value && 'titles' in value
}

export function readDraft(key: string): Draft | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    return isDraft(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

/** False when this browser cannot keep it. */
export function keepDraft(key: string, draft: Draft): boolean {
  try {
    if (Object.keys(draft.values).length) localStorage.setItem(key, JSON.stringify(draft))
    else localStorage.removeItem(key)
    return true
  } catch {
    return false
  }
}

export function dropDraft(key: string) {
  localStorage.removeItem(key)
}

/** Do two cells say the same? */
export function same(a: Cell | undefined, b: Cell | undefined): boolean {
  return (a ?? null) === (b ?? null)
}
