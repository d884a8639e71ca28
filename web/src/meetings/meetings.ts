// meetings.ts — meetings, their agendas and promises, as the API has them; and what may be done with them.
import { answer, client } from '@/api/client'
import { allRows } from '@/api/rows'
import type { Cell, Row } from '@/api/types'
import { me } from '@/me'

export type MeetingState = 'planned' | 'open' | 'closed'

/** What becomes of a promise. */
export type Deed = 'report' | 'kept' | 'broken' | 'withdrawn'

export const stateOf = (meeting: Row): MeetingState => (meeting.state as MeetingState | null) ?? 'planned'
export const idOf = (row: Row) => Number(row.id)
export const textOf = (cell: Cell | undefined) => (cell === null || cell === undefined ? '' : String(cell))

const FIELDS = 'sequence,kind,subject,project,lead,enterprise,unit,leader,light,promise,problem,amount,investment,content,decision,state,answered'

/** The items of a meeting in their order. */
export function loadAgenda(zone: string, meeting: number): Promise<Row[]> {
  return allRows('agenda_item', zone, { where: `meeting = ${meeting}`, sort: 'sequence,id', fields: FIELDS })
}

/** Promises made at a meeting. */
export function loadMade(zone: string, meeting: number): Promise<Row[]> {
  return allRows('promise', zone, { where: `meeting = ${meeting}`, sort: 'id', fields: 'what,unit,person,due_on,proof,item,state' })
}

export async function packMeeting(zone: string, id: number) {
  return answer(client.POST('/api/v1/meeting/{id}/pack', { params: { path: { id }, query: { zone } } }))
}

const of = (zone: string, meeting: Row) => ({ path: { id: idOf(meeting) }, query: { zone }, header: { 'If-Match': `"${String(meeting.version)}"` } })

export async function openMeeting(zone: string, meeting: Row): Promise<Row> {
  return (await answer(client.POST('/api/v1/meeting/{id}/open', { params: of(zone, meeting) }))) as unknown as Row
}

export async function closeMeeting(zone: string, meeting: Row): Promise<Row> {
  return (await answer(client.POST('/api/v1/meeting/{id}/close', { params: of(zone, meeting) }))) as unknown as Row
}

export async function reopenMeeting(zone: string, meeting: Row, reason: string): Promise<Row> {
  return (await answer(client.POST('/api/v1/meeting/{id}/reopen', { params: of(zone, meeting), body: { reason } }))) as unknown as Row
}

/** The problem that was handed out. */
export async function assignProblem(zone: string, item: number, body: Row): Promise<Row> {
  return (await answer(client.POST('/api/v1/agenda_item/{id}/assign', { params: { path: { id: item }, query: { zone } }, body: body as never }))) as unknown as Row
}

/** May one say whether promises were kept, not only report them done? */
export function maySettle(): boolean {
  const granted = me.value?.rights.promise
  return Boolean(granted?.update) && (granted?.fields.update?.includes('basic') ?? true)
}

/** Has it a light to show? */
export const isLit = (item: Row) => Boolean(item.light && item.light !== 'none')
