// deeds.ts — what may be done with a problem, and doing it; the server knows the rules.
import { answer, client } from '@/api/client'
import type { components, paths } from '@/api/schema'
import type { Field, Row } from '@/api/types'
import { date } from '@/format'
import { say, t } from '@/language'

export type Deeds = components['schemas']['problem_deeds']
export type Legal = Deeds['legal'][number]
export type Limit = Deeds['limits'][number]
type Body = paths['/api/v1/problem/{id}/deeds']['post']['requestBody']['content']['application/json']

export function deedsOf(zone: string, id: number): Promise<Deeds> {
  return answer(client.GET('/api/v1/problem/{id}/deeds', { params: { path: { id }, query: { zone } } }))
}

/** The problem as it is then.  Throws Failure with `current` when somebody else has acted since `version`. */
export async function doDeed(zone: string, id: number, version: number, kind: string, told: Row): Promise<Row> {
  const params = { path: { id }, query: { zone }, header: { 'If-Match': `"${version}"` } }
  const body = { kind, ...told } as unknown as Body
  return (await answer(client.POST('/api/v1/problem/{id}/deeds', { params, body }))) as unknown as Row
}

export function limitsOf(zone: string): Promise<Limit[]> {
  return answer(client.GET('/api/v1/problem/limits', { params: { query: { zone } } })).then((all) => all.limits)
}

/** A grade as it is chosen: with the zone's working days, and until when that is. */
export function limitText(l: Limit): string {
  return t(l.days > 0 ? 'deed.limit.until' : 'deed.limit.today', { grade: say(l.label), days: l.days, day: date(l.due_on) })
}
/** The field of the grade, with its choices as they are chosen. */
export function withLimits(field: Field, limits: Limit[]): Field {
  const textOf = (code: string) => limits.filter((l) => l.grade === code).map(limitText)[0]
  return { ...field, choices: field.choices?.map((c) => ({ ...c, label: { zh: textOf(c.code) ?? c.label.zh, en: textOf(c.code) ?? c.label.en } })) }
}
