// records.ts — what fields, forms and pages of one record say: in Chinese and English.
import type { Messages } from './messages'

export const records = {
  choices: ['可选项', 'Choices'],
  'unit.of': ['{field}的单位', 'Unit of {field}'],
  'date.example': ['如 2023.3、2024年二季度', 'e.g. 2023, Q2 2024, Jun 2023'],
  'date.calendar': ['从日历选择', 'Choose from the calendar'],
  'ref.search': ['输入名称查找', 'Type a name to find it'],
  'ref.unchosen': ['没有选定：请从列表中选择，或者新建', 'Nothing is chosen: choose from the list, or create it'],
  'note.more': ['展开', 'Show all'],
  'note.less': ['收起', 'Show less'],
} as const satisfies Messages
