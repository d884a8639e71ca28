// words.ts — acts, reaches and field groups in words, as model/rights.h names them.
import type { Granted } from '@/api/types'
import { t } from '@/language'
import type { Act } from '@/me'
import type { MessageKey } from '@/messages'

export const ACTS = ['read', 'create', 'update', 'delete', 'export', 'import'] as const satisfies Act[]
export const REACHES = ['none', 'own', 'enterprise', 'squad', 'projects', 'unit', 'zone'] as const
export const FIELD_GROUPS = ['basic', 'plan', 'progress', 'contact', 'rights'] as const
/** Acts that a right may narrow to some fields. */
export const FIELD_ACTS = ['read', 'create', 'update'] as const

export const sayAct = (act: string) => t(`act.${act}` as MessageKey)
export const sayReach = (reach: string | null | undefined) => t(`reach.${reach ?? 'none'}` as MessageKey)
export const sayGroups = (groups: readonly string[]) => groups.map((g) => t(`fields.${g}` as MessageKey)).join(t('comma'))

/** Which fields an act reaches; undefined: all of them. */
export function groupsOf(granted: Granted | undefined, act: Act): string[] | undefined {
  return FIELD_ACTS.some((a) => a === act) ? (granted?.fields[act as 'read'] ?? undefined) : undefined
}
