// problems.ts — words of problems on their way, slips and the classified ledger: in Chinese and English.
import type { Messages } from './messages'

export const problems = {
  'deeds.way': ['办理进程', 'Way to closing'],
  'deeds.left': ['还有 {n} 个工作日（{day} 前办结）', '{n} working day left (due {day})|{n} working days left (due {day})'],
  'deeds.today': ['今天到期（{day}）', 'Due now ({day})'],
  'deeds.over': ['超期 {n} 个工作日（{day} 应办结）', '{n} working day overdue (was due {day})|{n} working days overdue (was due {day})'],
  'deeds.estimated': ['该年放假安排尚未公布，按推算', 'The holidays of that year are not published yet: estimated'],
  'deeds.merged': ['已并入：{what}', 'Part of: {what}'],
  'deeds.none': ['现在没有您可以办理的动作。', 'There is nothing for you to do here now.'],
  'deeds.done': ['已{deed}，现为“{state}”。', 'Done: {deed}. It is at "{state}" now.'],
  'deed.limit': ['办理时限', 'Limit'],
  'deed.limit.until': ['{grade}（至 {day}）', '{grade} (until {day})'],
  'deed.limit.day': ['指定日期', 'By a day'],
  'deed.limit.same': ['时限不变', 'The limit stays'],
  'deed.content': ['内容', 'Words'],
  'deed.evidence': ['销号依据', 'Evidence'],
  'deed.evidence.about': ['写明怎样解决的；问题页已有附件（如现场照片）时可以不写', 'How it was solved; may stay empty when the problem has a file, such as a photo'],
  'deed.on': ['日期', 'Date'],
  'board.deed': ['办理', 'Take a step'],
  'board.deed.not': ['从“{from}”不能直接到“{to}”，现在可以：', 'From "{from}" one does not get to "{to}" in one step. Now there are:'],
  steps: ['办理过程', 'What was done'],
  'steps.raised': ['提出', 'Raised'],
  'steps.until': ['限 {day}（{n} 个工作日）', 'until {day} ({n} working day)|until {day} ({n} working days)'],
  'steps.merged': ['并入的问题（{n}）', 'Problems that are part of it ({n})'],
} as const satisfies Messages
