// week.ts — the weekly report as the API has it: a unit's desk, its reports, what is done with them.
import { answer, client } from '@/api/client'
import type { components } from '@/api/schema'
import type { Row } from '@/api/types'
import { t } from '@/language'
import type { MessageKey } from '@/messages'

type Schemas = components['schemas']
export type Desk = Schemas['week_desk']
export type Item = Schemas['week_item']
export type Duty = Schemas['week_duty']
export type Week = Schemas['week_head']
export type Overview = Schemas['week_overview']
export type Values = Schemas['week_values']
export type ValueName = keyof Values
export type Deed = Exclude<Duty['may'][number], 'fill'>

export const NAMES = ['image_progress', 'month_investment', 'done', 'next_plan', 'difficulty'] as const satisfies ValueName[]

export function labelOf(name: ValueName, month: string): string {
  return name === 'month_investment' ? t('week.month_investment', { month }) : t(`week.${name}`)
}

export const STATES: Record<string, { label: MessageKey; tone: string }> = {
  open: { label: 'week.state.open', tone: '' },
  submitted: { label: 'week.state.submitted', tone: 'warn' },
  sent_back: { label: 'week.state.sentBack', tone: 'bad' },
  confirmed: { label: 'week.state.confirmed', tone: 'good' },
  locked: { label: 'week.state.locked', tone: 'good' },
  missed: { label: 'week.state.missed', tone: 'bad' },
}

export function getDesk(zone: string, unit: string, date: string): Promise<Desk> {
  const query = { zone, ...(unit ? { unit: Number(unit) } : {}), ...(date ? { date } : {}) }
  return answer(client.GET('/api/v1/weeks/desk', { params: { query } }))
}

export function getOverview(zone: string, weeks: number): Promise<Overview> {
  return answer(client.GET('/api/v1/weeks/overview', { params: { query: { zone, weeks } } }))
}

/** Names left out stay as they are; nothing at all says that nothing has changed. */
export function fillReport(zone: string, id: number, version: number, values: Row): Promise<Item> {
  const params = { path: { id }, query: { zone }, header: { 'If-Match': `"${version}"` } }
  return answer(client.PATCH('/api/v1/weeks/reports/{id}', { params, body: values as Partial<Values> }))
}

export function doDeed(zone: string, deed: Deed, duty: Duty, reason: string): Promise<Desk> {
  const params = { path: { id: duty.id }, query: { zone }, header: { 'If-Match': `"${duty.version}"` } }
  switch (deed) {
    case 'submit':
      return answer(client.POST('/api/v1/weeks/duties/{id}/submit', { params }))
    case 'confirm':
      return answer(client.POST('/api/v1/weeks/duties/{id}/confirm', { params }))
    case 'send_back':
      return answer(client.POST('/api/v1/weeks/duties/{id}/send_back', { params, body: { reason } }))
    case 'reopen':
      return answer(client.POST('/api/v1/weeks/duties/{id}/reopen', { params, body: { reason } }))
  }
}

export function makeProblem(zone: string, report: number, category: string): Promise<Item> {
  return answer(client.POST('/api/v1/weeks/reports/{id}/problem', { params: { path: { id: report }, query: { zone } }, body: { category } }))
}

export function openWeek(zone: string): Promise<Week> {
  return answer(client.POST('/api/v1/weeks/open', { params: { query: { zone } }, body: {} }))
}

export function closeWeek(zone: string, id: number): Promise<Week> {
  return answer(client.POST('/api/v1/weeks/{id}/close', { params: { path: { id }, query: { zone } } }))
}
