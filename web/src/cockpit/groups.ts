// groups.ts — a metric by a class: by value, or in the order of the field's choices.
import { answer, client } from '@/api/client'
import { getForm } from '@/api/meta'
import type { MetricGroup } from '@/api/types'
import { say, t } from '@/language'

export interface Grouped {
  unit: string
  groups: MetricGroup[]
}

/** `ordered` names the entity whose choices give the order; "": the greatest first. */
export async function loadGroups(zone: string, asOf: string, metric: string, by: string, ordered = ''): Promise<Grouped> {
  const asked = answer(client.GET('/api/v1/metrics/{name}', { params: { path: { name: metric }, query: { zone, as_of: asOf, by } } }))
  const form = ordered ? await getForm(ordered) : undefined
  const choices = form?.fields.find((f) => f.name === by)?.choices
  const { unit, groups = [] } = await asked
  const rank = (g: MetricGroup) => (g.key === null ? Infinity : (choices?.findIndex((c) => c.code === g.key) ?? 0))
  return { unit, groups: choices ? [...groups].sort((a, b) => rank(a) - rank(b)) : groups }
}

export function groupName(group: MetricGroup): string {
  return group.key === null ? t('group.unknown') : say(group.label)
}

/** The page of the metric, by this class; of one group only when it is given. */
export function toGroup(zone: string, asOf: string, metric: string, by: string, group?: MetricGroup) {
  const where = group?.where ? { where: group.where } : {}
  return { name: 'metric', params: { zone, metric }, query: { as_of: asOf, by, ...where } }
}
