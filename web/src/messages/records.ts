// records.ts — what lists, forms and pages of one record say: in Chinese and English.
import type { Messages } from './messages'

export const records = {} as const satisfies Messages
