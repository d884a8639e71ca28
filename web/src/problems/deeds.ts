// deeds.ts — what may be done with a problem, and doing it; the server knows the rules.
import { answer, client } from '@/api/client'
import type { components, paths } from '@/api/schema'
import type { Row } from '@/api/types'

export type Deeds = components['schemas']['problem_deeds']
export type Legal = Deeds['legal'][number]
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
