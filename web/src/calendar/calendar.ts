// calendar.ts — the zone's working days: a year, its months as weeks, counting in it.
import { answer, client } from '@/api/client'
import { allRows } from '@/api/rows'
import type { components } from '@/api/schema'
import { date } from '@/format'
import { language, say, t } from '@/language'

export type Year = components['schemas']['calendar_year']
export type Day = components['schemas']['calendar_days'][number]
export type Count = components['schemas']['calendar_count']
export type Taken = components['schemas']['calendar_taken']
export type Kind = 'working' | 'natural'

/** A day of the zone's own, as its row has it. */
export interface OwnDay {
  id: number
  version: number
  day: string
  kind: 'rest' | 'work'
  name: string
  announced: boolean
}

export function getYear(zone: string, year: number): Promise<Year> {
  return answer(client.GET('/api/v1/calendar', { params: { query: { zone, year } } }))
}

export async function ownDays(zone: string, year: number): Promise<OwnDay[]> {
  return (await allRows('calendar_day', zone, { where: `day >= ${year}-01-01 and day <= ${year}-12-31`, fields: 'day,kind,name,announced' })) as unknown as OwnDay[]
}

export function countDays(zone: string, query: { from?: string; days?: number; to?: string; kind: Kind }): Promise<Count> {
  return answer(client.GET('/api/v1/calendar/count', { params: { query: { zone, ...query } } }))
}

export function takeNotice(zone: string, text: string, dryRun: boolean): Promise<Taken> {
  return answer(client.POST('/api/v1/calendar/notice', { params: { query: { zone } }, body: { text, dry_run: dryRun } }))
}

const two = (n: number) => String(n).padStart(2, '0')
export const isoDay = (year: number, month: number, day: number) => `${year}-${two(month)}-${two(day)}`

/** The weeks of a month, Monday first; '' before its first day and after its last. */
export function weeksOf(year: number, month: number): string[][] {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7
  const days: string[] = [...Array<string>(before).fill(''), ...Array.from({ length: last }, (_, i) => isoDay(year, month, i + 1))]
  while (days.length % 7) days.push('')
  return Array.from({ length: days.length / 7 }, (_, i) => days.slice(7 * i, 7 * i + 7))
}

const WEEKDAYS = { zh: '一二三四五六日', en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] }
export const weekdays = () => [...WEEKDAYS[language.value]]

/** 0 Monday … 6 Sunday. */
export const weekdayOf = (iso: string) => (new Date(`${iso}T00:00:00Z`).getUTCDay() + 6) % 7

/** "2026年10月1日 星期四". */
export function dayShown(iso: string): string {
  const name = weekdays()[weekdayOf(iso)] ?? ''
  return `${date(iso)} ${language.value === 'zh' ? `星期${name}` : name}`
}

/** What a day is, in words: "国庆节 放假", "补班（国庆节）", "周末". */
export function reasonShown(day: Pick<Day, 'reason' | 'name' | 'working'>): string {
  const name = say(day.name)
  if (day.reason === 'holiday') return t('calendar.day.holiday', { name })
  if (day.reason === 'make_up') return t('calendar.day.makeUp', { name })
  if (day.reason === 'own') return t(day.working ? 'calendar.day.ownWork' : 'calendar.day.ownRest', { name })
  return t(day.reason === 'weekend' ? 'calendar.day.weekend' : 'calendar.day.weekday')
}

/** Days that follow each other for the same reason, as one line: "2026-10-01 – 2026-10-07 国庆节 放假". */
export function spansOf(days: Day[]): { from: string; to: string; count: number; reason: string }[] {
  const spans: { from: string; to: string; count: number; reason: string }[] = []
  for (const day of days) {
    const last = spans.at(-1)
    const reason = reasonShown(day)
    const follows = last && Date.parse(day.day) - Date.parse(last.to) === 86_400_000
    if (last && follows && last.reason === reason) {
      last.to = day.day
      last.count++
    } else spans.push({ from: day.day, to: day.day, count: 1, reason })
  }
  return spans
}

/** Today in Beijing. */
export const todayHere = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
