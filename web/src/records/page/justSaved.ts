// justSaved.ts — what the rules remarked when a row was saved, for the page that shows it next.
import { shallowRef } from 'vue'
import type { Finding } from '@/api/types'

export const justSaved = shallowRef<{ entity: string; id: number; findings: Finding[] }>()

export function noteSaved(entity: string, id: number, findings: Finding[]) {
  justSaved.value = { entity, id, findings }
}
