// places.ts — what the map is made of: the zone's outline, projects with a place and without, saving either.
import { computed, type ComputedRef } from 'vue'
import type { GeoJsonObject } from 'geojson'
import { useLoaded, type Loaded } from '@/api/loaded'
import { allRows, changeRow, getRow, listRows } from '@/api/rows'
import type { Cell, Row } from '@/api/types'
import { readPlace } from './geo'
import type { View } from './view'

const FIELDS = ['name', 'place', 'stage', 'halted', 'light', 'unit', 'leader', 'total_investment', 'location']

export interface Places {
  rows: Loaded<Row[]>
  zone: Loaded<Row>
  placed: ComputedRef<Row[]>
  unplaced: ComputedRef<Row[]>
  /** Ids of projects with an open problem. */
  troubled: ComputedRef<Set<Cell>>
  /** Each answers how to take it back. */
  savePlace(row: Row, place: string): Promise<() => Promise<void>>
  saveOutline(shape: GeoJsonObject): Promise<() => Promise<void>>
}

export function usePlaces(view: View): Places {
  const meant = () => (view.asOf.value ? [view.entity.value, view.zone.value, view.scope.value] : undefined)
  const rows = useLoaded(meant, () => allRows(view.entity.value, view.zone.value, { ...view.scope.value, fields: FIELDS.join(',') }))
  const problems = useLoaded(meant, () =>
    allRows('problem', view.zone.value, { as_of: view.asOf.value, where: 'open = true', fields: 'project' }),
  )
  const zone = useLoaded(
    () => [view.zone.value],
    async () => {
      const { items } = await listRows('zone', view.zone.value, { where: `code = "${view.zone.value}"`, fields: 'code' })
      return getRow('zone', view.zone.value, Number(items[0]?.id))
    },
  )

  async function write(entity: string, row: Row, field: string, value: Cell, again: () => Promise<void>): Promise<() => Promise<void>> {
    const { row: after } = await changeRow(entity, view.zone.value, Number(row.id), Number(row.version), { [field]: value })
    await again()
    return async () => {
      await changeRow(entity, view.zone.value, Number(row.id), Number(after.version), { [field]: row[field] ?? null })
      await again()
    }
  }

  return {
    rows,
    zone,
    placed: computed(() => rows.data?.filter((row) => readPlace(row.place)) ?? []),
    unplaced: computed(() => rows.data?.filter((row) => !readPlace(row.place)) ?? []),
    troubled: computed(() => new Set(problems.data?.map((p) => p.project ?? null))),
    savePlace: (row, place) => write(view.entity.value, row, 'place', place, () => rows.again()),
    saveOutline: (shape) => write('zone', zone.data ?? {}, 'outline', shape as unknown as Cell, () => zone.again()),
  }
}
