// movers.ts — the projects furthest behind their schedule, and furthest ahead.
import { listRows } from '@/api/rows'
import type { Row } from '@/api/types'
import { money } from '@/format'

const SIDES = [
  { title: 'movers.behind', where: 'ahead_in_year < 0', sort: 'ahead_in_year', isBehind: true },
  { title: 'movers.ahead', where: 'ahead_in_year > 0', sort: '-ahead_in_year', isBehind: false },
] as const

export function loadMovers(zone: string, asOf: string, limit: number) {
  return Promise.all(
    SIDES.map(async (side) => {
      const where = `${side.where} and stage != 'withdrawn'`
      const query = { where, sort: side.sort, fields: 'name,unit,ahead_in_year,completed_in_year,expected_in_year', limit, as_of: asOf }
      const { items } = await listRows('project', zone, query)
      return { ...side, items, to: { name: 'metric', params: { zone, metric: 'investment.progress' }, query: { as_of: asOf, where } } }
    }),
  )
}

/** "+1.2亿元", "−3,000万元". */
export function aheadText(row: Row): string {
  const ahead = Number(row.ahead_in_year)
  return (ahead > 0 ? '+' : '−') + money(Math.abs(ahead))
}

export function toProject(zone: string, asOf: string, row: Row) {
  return { path: `/z/${zone}/e/project/${String(row.id)}`, query: { as_of: asOf } }
}
