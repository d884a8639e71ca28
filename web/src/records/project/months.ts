// months.ts — a project's money by month and caliber against its plan, from its rows.
import type { Row } from '@/api/types'

export interface MonthLine {
  /** "2023-06" */
  month: string
  plan: number | undefined
  /** No plan of the month: a twelfth of the year's. */
  isLinear: boolean
  /** Rows by caliber. */
  done: Record<string, Row>
}

export interface YearOfMoney {
  lines: MonthLine[]
  planned: number | undefined
  /** Sums by caliber: of the year, and of the years before. */
  sums: Record<string, number>
  before: Record<string, number>
}

const yearOf = (row: Row) => Number(String(row.month).slice(0, 4))

function sumsOf(rows: Row[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[String(row.caliber)] = (sums[String(row.caliber)] ?? 0) + Number(row.amount)
  return sums
}

export function yearsOf(investments: Row[], plans: Row[], asOf: string): number[] {
  const years = new Set([...investments.map(yearOf), ...plans.map((p) => Number(p.year)), Number(asOf.slice(0, 4))])
  return [...years].filter(Boolean).sort((a, b) => a - b)
}

/** Without a plan by month the year's is linear, as the program reckons: amount × month ÷ 12, rounded down. */
export function moneyOf(year: number, investments: Row[], plans: Row[], planMonths: Row[]): YearOfMoney {
  const plan = plans.find((p) => p.year === year)
  const amount = plan?.amount === null || plan === undefined ? undefined : Number(plan.amount)
  const own = planMonths.filter((p) => yearOf(p) === year)
  const upTo = (n: number) => Math.floor(((amount ?? 0) * n) / 12)
  const inYear = investments.filter((i) => yearOf(i) === year)
  const lines = Array.from({ length: 12 }, (_, i): MonthLine => {
    const month = `${year}-${String(i + 1).padStart(2, '0')}`
    const given = own.find((p) => p.month === month)
    const linear = amount === undefined || own.length ? undefined : upTo(i + 1) - upTo(i)
    return {
      month,
      plan: given ? Number(given.amount) : linear,
      isLinear: linear !== undefined,
      done: Object.fromEntries(inYear.filter((row) => row.month === month).map((row) => [String(row.caliber), row])),
    }
  })
  return { lines, planned: amount, sums: sumsOf(inYear), before: sumsOf(investments.filter((i) => yearOf(i) < year)) }
}

/** Months since year 0 of the last month that a date may mean. */
function lastMonth(iso: string): number {
  const [year = '', part = ''] = iso.split('-')
  const n = Number(part.replace(/\D/g, ''))
  const month = !part ? 12 : part.startsWith('H') ? n * 6 : part.startsWith('Q') ? n * 3 : n
  return Number(year) * 12 + month
}

/** How many months after `planned` the date `actual` is; negative: before. */
export function monthsLate(planned: string, actual: string): number {
  return lastMonth(actual) - lastMonth(planned)
}
