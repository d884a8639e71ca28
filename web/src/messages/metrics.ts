// metrics.ts — what metrics and their rows say: in Chinese and English.
import type { Messages } from './messages'

export const metrics = {
  definition: ['口径', 'Definition'],
  command: ['命令行', 'Command line'],
  copy: ['复制', 'Copy'],
  copied: ['已复制', 'Copied'],
  where: ['筛选', 'Filter'],
  'where.add': ['添加条件', 'Add condition'],
  'where.drop': ['去掉这个条件', 'Drop this condition'],
  'where.example': ['如：总投资 >= 1亿', 'e.g. total_investment >= 1亿'],
  'where.empty': ['{field}未填写', '{field} is empty'],
  groups: ['分组', 'Groups'],
  'groups.other': ['其他分组', 'Other groups'],
  'group.narrow': ['只看“{group}”', 'Only “{group}”'],
  'group.unknown': ['（未填写）', '(not filled in)'],
  'group.none': ['没有可分组的内容', 'Nothing to group'],
  'group.all': ['显示全部 {n} 组', 'Show all {n} groups'],
  rows: ['明细', 'Rows'],
  'rows.all': ['共 {n} 行', '{n} row|{n} rows'],
  'rows.of': ['前 {n} 行，共 {all} 行', 'first {n} of {all}'],
  'rows.first': ['前 {n} 行', 'first {n}'],
  'rows.none': ['没有符合条件的行', 'No row meets the conditions'],
  'rows.more': ['显示更多', 'Show more'],
} as const satisfies Messages
