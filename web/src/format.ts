// format.ts — money, dates and field values as people write them, as the program's own documents do.
import type { Cell, Field } from '@/api/types'
import { language, say, t } from '@/language'

const FEN = { zh: [['元', 1e2], ['万元', 1e6], ['亿元', 1e10]], en: [[' yuan', 1e2], [' m yuan', 1e8], [' bn yuan', 1e11]] } as const

function fraction(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 4 })
}

/** 分, with at most four decimals of the largest unit that fits. */
export function money(fen: number): string {
  const units = FEN[language.value]
  const fitting = units.filter(([, size]) => Math.abs(fen) >= size)
  const [word, size] = fitting[fitting.length - 1] ?? units[0]
  return fraction(fen / size) + word
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "2023", "2023-H1", "2023-Q2", "2023-06", "2023-06-30": as precise as it is known. */
export function date(iso: string): string {
  const [year = '', part = '', day] = iso.split('-')
  const zh = language.value === 'zh'
  if (!part) return zh ? `${year}年` : year
  const number = Number(part.replace(/\D/g, ''))
  if (part.startsWith('H')) return zh ? `${year}年${number === 1 ? '上' : '下'}半年` : `${part} ${year}`
  if (part.startsWith('Q')) return zh ? `${year}年${'一二三四'[number - 1]}季度` : `${part} ${year}`
  if (!day) return zh ? `${year}年${number}月` : `${MONTHS[number - 1]} ${year}`
  return zh ? `${year}年${number}月${Number(day)}日` : `${Number(day)} ${MONTHS[number - 1]} ${year}`
}

export function fieldValue(field: Field | undefined, value: Cell | undefined): string {
  if (value === null || value === undefined || value === '') return '—'
  switch (field?.type) {
    case 'money':
      return money(Number(value))
    case 'date':
      return date(String(value))
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
