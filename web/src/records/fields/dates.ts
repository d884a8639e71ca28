// dates.ts — dates as people type them, kept as precise as they are given: "2023", "2023-06", "2024年二季度", "2023.3".

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const ORDINALS = '一二三四'

const two = (n: number) => String(n).padStart(2, '0')

function isDay(year: number, month: number, day: number): boolean {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

function iso(year: number, month?: number, day?: number): string | undefined {
  if (year < 1900 || year > 9999) return undefined
  if (month === undefined) return String(year)
  if (month < 1 || month > 12) return undefined
  if (day === undefined) return `${year}-${two(month)}`
  return day >= 1 && isDay(year, month, day) ? `${year}-${two(month)}-${two(day)}` : undefined
}

const century = (year: string) => Number(year.length === 2 ? `20${year}` : year)
const maybe = (text: string | undefined) => (text ? Number(text) : undefined)
const nth = (text: string) => (ORDINALS.includes(text) ? ORDINALS.indexOf(text) + 1 : Number(text))

/** One way of writing dates: a form, and what it means. */
type Way = [form: RegExp, read: (found: string[]) => string | undefined]

const WAYS: Way[] = [
  [/^(\d{4})(?:年度?)?$/, ([y = '']) => iso(Number(y))],
  [/^(\d{2})年$/, ([y = '']) => iso(century(y))],
  [/^(\d{4}|\d{2}(?=年))年?[-.]?(?:h([12])|([上前])半年|[下后]半年)$/, ([y = '', h, first]) => iso(century(y)) && `${century(y)}-H${h ?? (first ? 1 : 2)}`],
  [/^(\d{4}|\d{2}(?=年))年?[-.]?(?:q([1-4])|第?([一二三四1-4])季度?)$/, ([y = '', q, word]) => iso(century(y)) && `${century(y)}-Q${q ?? nth(word ?? '')}`],
  [/^([hq])([1-4])[ -]?(\d{4})$/, ([kind = '', n = '', y = '']) => (kind === 'h' && Number(n) > 2 ? undefined : iso(Number(y)) && `${y}-${kind.toUpperCase()}${n}`)],
  [/^(\d{4}|\d{2}(?=年))年年?(?:底|末)$/, ([y = '']) => iso(century(y), 12)],
  [/^(\d{4}|\d{2}(?=年))年年?初$/, ([y = '']) => iso(century(y), 1)],
  [/^(\d{4}|\d{2}(?=年))[年./-](\d{1,2})月?(?:份|底|初)?$/, ([y = '', m = '']) => iso(century(y), Number(m))],
  [/^(\d{4}|\d{2}(?=年))[年./-](\d{1,2})[月./-](\d{1,2})[日号]?$/, ([y = '', m = '', d = '']) => iso(century(y), Number(m), Number(d))],
  [/^(\d{4})(\d{2})(\d{2})?$/, ([y = '', m = '', d]) => iso(Number(y), Number(m), maybe(d))],
  [/^(\d{1,2})?([a-z]{3})[a-z]*\.?,?(\d{4})$/, ([d, name = '', y = '']) => iso(Number(y), MONTHS.indexOf(name) + 1, maybe(d))],
]

/** The ISO form that the API takes; undefined when the text is no date. */
export function parseDate(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s+/g, '').toLowerCase()
  for (const [form, read] of WAYS) {
    const found = form.exec(plain)
    if (found) return read(found.slice(1))
  }
  return undefined
}
