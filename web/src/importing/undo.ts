// undo.ts — taking back a whole import.
import { answer, client } from '@/api/client'
import type { Undone } from '@/api/types'

export interface UndoHow {
  /** Say what would happen, write nothing. */
  dryRun?: boolean
  /** Leave what has changed since and take back the rest. */
  rest?: boolean
}

export function undoImport(zone: string, run: number, { dryRun, rest }: UndoHow): Promise<Undone> {
  const query = { zone, ...(dryRun ? { dry_run: true } : {}), ...(rest ? { force_rest: true } : {}) }
  return answer(client.POST('/api/v1/imports/{id}/undo', { params: { path: { id: run }, query } }))
}
