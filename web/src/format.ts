// format.ts — money, dates and field values as people write them, as the program's own documents do.
import type { Cell, Field } from '@/api/types'
import { language, say, t, type Language } from '@/language'
import { dateForm, moneyUnit, type MoneyUnit } from '@/settings'

/** Units of money, as many 分 each; English counts in millions and billions where Chinese counts in 万 and 亿. */
const UNITS: Record<Language, Record<Exclude<MoneyUnit, 'auto'>, { size: number; word: string }>> = {
  zh: { yuan: { size: 1e2, word: '元' }, wan: { size: 1e6, word: '万元' }, yi: { size: 1e10, word: '亿元' } },
  en: { yuan: { size: 1e2, word: ' yuan' }, wan: { size: 1e8, word: ' m yuan' }, yi: { size: 1e11, word: ' bn yuan' } },
}

/** The units that money is typed in, smallest first. */
export function fenUnits(spoken: Language): { size: number; word: string }[] {
  return Object.values(UNITS[spoken])
}

function fraction(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 })
}

/** The unit that `fen` is shown in: the one that was chosen, else the largest that fits. */
function unitOf(fen: number) {
  const units = UNITS[language.value]
  if (moneyUnit.value !== 'auto') return units[moneyUnit.value]
  return Object.values(units).findLast((unit) => Math.abs(fen) >= unit.size) ?? units.yuan
}

/** 分, with at most four decimals of its unit. */
export function money(fen: number): string {
  const unit = unitOf(fen)
  return fraction(fen / unit.size) + unit.word
}

/** For a column of money: its unit, said once in the head, and numbers without it; each with its own where no unit was chosen. */
export function moneyIn(): { unit: string; number: (fen: number) => string } {
  if (moneyUnit.value === 'auto') return { unit: '', number: money }
  const unit = UNITS[language.value][moneyUnit.value]
  return { unit: unit.word.trim(), number: (fen) => fraction(fen / unit.size) }
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "2023", "2023-H1", "2023-Q2", "2023-06", "2023-06-30": as precise as it is known. */
export function date(iso: string): string {
  const [year = '', part = '', day] = iso.split('-')
  const zh = language.value === 'zh'
  if (dateForm.value === 'iso') return iso
  if (!part) return zh && dateForm.value === 'words' ? `${year}年` : year
  const number = Number(part.replace(/\D/g, ''))
  if (part.startsWith('H')) return zh ? `${year}年${number === 1 ? '上' : '下'}半年` : `${part} ${year}`
  if (part.startsWith('Q')) return zh ? `${year}年${'一二三四'[number - 1]}季度` : `${part} ${year}`
  if (dateForm.value === 'dotted') return [year, number, ...(day ? [Number(day)] : [])].join('.')
  if (!day) return zh ? `${year}年${number}月` : `${MONTHS[number - 1]} ${year}`
  return zh ? `${year}年${number}月${Number(day)}日` : `${Number(day)} ${MONTHS[number - 1]} ${year}`
}

/** The month alone, where the year is said beside it: "6月", "Jun". */
export function monthAlone(iso: string): string {
  const number = Number(iso.split('-')[1])
  return language.value === 'zh' ? `${number}月` : (MONTHS[number - 1] ?? iso)
}

/** A metric's number; money in the unit that was chosen. */
export function figure(metric: { value: string | number | null; display: string }, unit: string): string {
  return unit === 'fen' && metric.value !== null ? money(Number(metric.value)) : metric.display
}

/** A moment, in the zone's time. */
export function instant(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16)
}

export function fieldValue(field: Field | undefined, value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return '—'
  switch (field?.type) {
    case 'money':
      return money(Number(value))
    case 'date':
      return date(String(value))
    case 'instant':
      return instant(String(value))
    case 'percent':
      return `${value}%`
    case 'bool':
      return value ? t('yes') : t('no')
    case 'choice': {
      const choice = field.choices?.find((c) => c.code === value)
      return choice ? say(choice.label) : String(value)
    }
    default:
      return String(value)
  }
}

export function isNumeric(field: Field | undefined): boolean {
  return field?.type === 'money' || field?.type === 'percent' || field?.type === 'int'
}

/** "422.78亿元" as its number and its unit, which is shown smaller. */
export function splitDisplay(display: string): { number: string; unit: string } {
  const found = /^(-?[\d.,]+)(.*)$/.exec(display)
  return { number: found?.[1] ?? display, unit: found?.[2] ?? '' }
}

export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
}
