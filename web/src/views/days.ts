// days.ts — dates as day numbers, as precise as they are known, and the ticks of a time axis.

/** Days since 1970-01-01. */
export type Day = number

const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month - 1, day) / 86_400_000

/** "2023", "2023-H1", "2023-Q2", "2023-06", "2023-06-30": the year, its first month, how many months it covers, the day. */
function parts(iso: string): [year: number, month: number, months: number, day: number | undefined] {
  const [year = '', part = '', day] = iso.split('-')
  const number = Number(part.replace(/\D/g, ''))
  if (!part) return [Number(year), 1, 12, undefined]
  if (part.startsWith('H')) return [Number(year), number * 6 - 5, 6, undefined]
  if (part.startsWith('Q')) return [Number(year), number * 3 - 2, 3, undefined]
  return [Number(year), number, 1, day ? Number(day) : undefined]
}

/** The first day that the date may mean. */
export function firstDay(iso: string): Day {
  const [year, month, , day] = parts(iso)
  return dayOf(year, month, day ?? 1)
}

/** The day after the last one that the date may mean. */
export function afterDay(iso: string): Day {
  const [year, month, months, day] = parts(iso)
  return day ? dayOf(year, month, day) + 1 : dayOf(year, month + months, 1)
}

export const ZOOMS = ['year', 'quarter', 'month'] as const
export type Zoom = (typeof ZOOMS)[number]

/** Pixels of a day. */
export const PIXELS: Record<Zoom, number> = { year: 0.32, quarter: 0.9, month: 2 }
const MONTHS: Record<Zoom, number> = { year: 12, quarter: 3, month: 1 }

export interface Tick {
  at: Day
  year: number
  /** Of the year, from 0; quarters or months by the zoom. */
  part: number
}

export function yearOf(day: Day): number {
  return new Date(day * 86_400_000).getUTCFullYear()
}

/** The start of every part from the year of `from` to the year of `to`. */
export function ticksOf(from: Day, to: Day, zoom: Zoom): Tick[] {
  const ticks: Tick[] = []
  for (let year = yearOf(from); year <= yearOf(to); year++)
    for (let part = 0; part < 12 / MONTHS[zoom]; part++) ticks.push({ at: dayOf(year, part * MONTHS[zoom] + 1, 1), year, part })
  return ticks
}

export const yearStart = (day: Day): Day => dayOf(yearOf(day), 1, 1)
export const yearEnd = (day: Day): Day => dayOf(yearOf(day) + 1, 1, 1)
