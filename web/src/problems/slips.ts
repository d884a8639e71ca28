// slips.ts — slips: proposing, issuing, answering; the server numbers them and knows the rules.
import { answer, client } from '@/api/client'
import type { components, paths } from '@/api/schema'
import { newKey } from '@/api/key'
import type { ReportPreview, Row } from '@/api/types'

export type SlipDeed = components['schemas']['slip_deeds']['legal'][number]
type NewBody = paths['/api/v1/slips']['post']['requestBody']['content']['application/json']
type DeedBody = paths['/api/v1/slip/{id}/deeds']['post']['requestBody']['content']['application/json']

export async function slipDeeds(zone: string, id: number): Promise<SlipDeed[]> {
  return (await answer(client.GET('/api/v1/slip/{id}/deeds', { params: { path: { id }, query: { zone } } }))).legal
}

export async function makeSlip(zone: string, told: Row): Promise<Row> {
  const params = { query: { zone }, header: { 'Idempotency-Key': newKey() } }
  return (await answer(client.POST('/api/v1/slips', { params, body: told as unknown as NewBody }))) as unknown as Row
}

export async function doSlipDeed(zone: string, id: number, version: number, kind: string, told: Row): Promise<Row> {
  const params = { path: { id }, query: { zone }, header: { 'If-Match': `"${version}"` } }
  const body = { kind, ...told } as unknown as DeedBody
  return (await answer(client.POST('/api/v1/slip/{id}/deeds', { params, body }))) as unknown as Row
}

export async function slipPreview(zone: string, id: number): Promise<ReportPreview> {
  return (await answer(client.GET('/api/v1/slip/{id}/document', { params: { path: { id }, query: { zone, format: 'preview' } } }))) as unknown as ReportPreview
}

export const slipFile = (zone: string, id: number, format: 'docx' | 'pdf') => `/api/v1/slip/${id}/document?zone=${encodeURIComponent(zone)}&format=${format}`
