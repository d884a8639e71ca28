// lists.ts — what lists of rows say: in Chinese and English.
import type { Messages } from './messages'

export const lists = {
  'list.select': ['选择', 'Select'],
  'list.sort.how': ['点击排序；按住 Shift 再点，按多列排序', 'Click to sort; Shift-click to sort by several columns'],
  'list.search': ['在列表中搜索', 'Search in the list'],
  'list.all': ['显示全部', 'Show all'],
  'list.empty': ['还没有{label}', 'There is nothing of this kind yet: {label}'],
  'list.sums': ['合计', 'Totals'],
} as const satisfies Messages
