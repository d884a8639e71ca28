// views.ts — what boards, timelines and maps say: in Chinese and English.
import type { Messages } from './messages'

export const views = {} as const satisfies Messages
