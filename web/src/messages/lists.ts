// lists.ts — what lists of rows say: in Chinese and English.
import type { Messages } from './messages'

export const lists = {
  'list.select': ['选择', 'Select'],
  'list.sort.how': ['点击排序；按住 Shift 再点，按多列排序', 'Click to sort; Shift-click to sort by several columns'],
} as const satisfies Messages
