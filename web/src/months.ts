// months.ts — ends of months: the dates that figures are compared at.

function iso(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** The last day of the month `months` after that of the date; negative: before. */
export function monthEnd(date: string, months = 0): string {
  const [year = 0, month = 0] = date.split('-').map(Number)
  return iso(new Date(Date.UTC(year, month + months, 0)))
}

/** The same day a year ago. */
export function yearBefore(date: string): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year - 1, month, 0)).getUTCDate()
  return iso(new Date(Date.UTC(year - 1, month - 1, Math.min(day, last))))
}

/** Ends of months from one date's to another's. */
export function monthEnds(from: string, to: string): string[] {
  const ends: string[] = []
  for (let end = monthEnd(from); end <= monthEnd(to); end = monthEnd(end, 1)) ends.push(end)
  return ends
}
