// reports.ts — what the report centre says: in Chinese and English.
import type { Messages } from './messages'

export const reports = {} as const satisfies Messages
