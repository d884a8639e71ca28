// cockpit.ts — what the cockpit says: in Chinese and English.
import type { Messages } from './messages'

export const cockpit = {
  'totals.of': ['{zone}总览', '{zone}: totals'],
  'totals.empty': ['{date}还没有数据', 'There are no data as of {date} yet'],
  'totals.empty.about': [
    '把手上的 Excel 台账导进来即可：表头、分类行、合计行和金额单位会自动识别，写入之前先逐格列出将发生的变化。',
    'Import the Excel ledger at hand: heads, sections, totals and units of money are recognised, and every change is listed cell by cell before anything is written.',
  ],
  'section.project': ['项目', 'Projects'],
  'section.investment': ['投资', 'Investment'],
  'section.problem': ['问题', 'Problems'],
  'section.reserve': ['策划储备', 'Planned projects'],
  'section.lead': ['招商', 'Promotion'],
  'section.grant': ['争取资金', 'Grants'],
  'section.fund': ['产业基金', 'Funds'],
  'section.other': ['其他', 'Other'],
  downloads: ['下载', 'Downloads'],
  bulletin: ['月通报', 'Monthly bulletin'],
  'bulletin.docx': ['Word 文档', 'Word document'],
  'bulletin.annex': ['附表 Excel', 'Excel annex'],
  'bulletin.pdf': ['PDF', 'PDF'],
  ledger: ['项目台账', 'Project ledger'],
  'ledger.own': ['本系统版式', 'Standard layout'],
  'ledger.like': ['最近导入的版式', 'Layout of the latest import'],
  'ledger.asOf': ['台账截止日期', 'Ledger as of'],
} as const satisfies Messages
