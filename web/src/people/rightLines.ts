// rightLines.ts — a role's rights over one kind of record, act by act, and the rows of role_right that say the same.
import { newKey } from '@/api/key'
import { allRows, createRow, removeRow } from '@/api/rows'
import type { Granted, Row } from '@/api/types'
import type { Act } from '@/me'
import { ACTS, FIELD_GROUPS, groupsOf } from './words'

const ENTITY = 'role_right'

export interface ActRight {
  act: Act
  reach: string
  /** Field groups; all of them: no limit. */
  groups: string[]
}

export function actRights(granted: Granted | undefined): ActRight[] {
  return ACTS.map((act) => ({ act, reach: granted?.[act] ?? 'none', groups: [...(groupsOf(granted, act) ?? FIELD_GROUPS)] }))
}

/** Acts alike share a row; a role that may nothing has one row that says so. */
export function rowsOf(role: string, entity: string, rights: ActRight[], note: string): Row[] {
  const alike = new Map<string, Row>()
  for (const { act, reach, groups } of rights) {
    if (reach === 'none') continue
    const words = groups.length === FIELD_GROUPS.length ? null : FIELD_GROUPS.filter((g) => groups.includes(g)).join(' ')
    const row = alike.get(`${reach} ${words}`)
    alike.set(`${reach} ${words}`, { role, entity, reach, field_groups: words, note: note || null, acts: row ? `${String(row.acts)} ${act}` : act })
  }
  return alike.size ? [...alike.values()] : [{ role, entity, reach: 'none', acts: null, field_groups: null, note: note || null }]
}

/** What the zone itself has laid down, of all roles. */
export function zoneRows(zone: string): Promise<Row[]> {
  return allRows(ENTITY, zone, { fields: 'role,entity,acts,reach,field_groups,note' })
}

/** The old rows stand until all new ones do: at no moment is there less than either. */
export async function replaceRows(zone: string, old: Row[], fresh: Row[]): Promise<void> {
  for (const row of fresh) await createRow(ENTITY, zone, row, newKey())
  for (const row of old) await removeRow(ENTITY, zone, Number(row.id), Number(row.version))
}
