// views.ts — what boards, timelines and maps say: in Chinese and English.
import type { Messages } from './messages'

export const views = {
  'view.ways': ['查看方式', 'Ways to look'],
  'view.way.list': ['清单', 'List'],
  'view.way.board': ['看板', 'Board'],
  'view.way.timeline': ['时间轴', 'Timeline'],
  'view.way.map': ['地图', 'Map'],
  'view.search': ['搜索', 'Search'],
  'view.toList': ['查看清单', 'See the list'],

  'board.of': ['{what}看板', '{what} board'],
  'board.by': ['分列', 'Columns'],
  'board.sum': ['金额', 'Money'],
  'board.list': ['查看清单', 'See the list'],
  'board.none': ['没有', 'None'],
  'board.age': ['已 {n} 天', '{n} day old|{n} days old'],
  'board.keys': ['方向键在卡片之间移动，回车打开；Shift 加左右方向键移到相邻的列，M 键选择移到哪里，U 键撤销。', 'Arrow keys go from card to card, Enter opens; Shift with an arrow moves the card to the next column, M asks where to, U takes it back.'],
  'board.move': ['移到…', 'Move to…'],
  'board.move.what': ['移动“{title}”', 'Move “{title}”'],
  'board.move.to': ['现在：{from}，移到', 'Now: {from}. Move to'],
  'board.move.do': ['移动', 'Move'],
  'board.moved': ['“{title}”已移到“{to}”', '“{title}” is now at “{to}”'],
  'board.moved.elsewhere': ['已记录“{title}”移到“{to}”，但截至{date}它仍是“{now}”', 'The move of “{title}” to “{to}” is on record, but as of {date} it is still at “{now}”'],
  'board.undo': ['撤销', 'Undo'],
  'board.undone': ['已撤销“{title}”的移动', 'The move of “{title}” was taken back'],
  'board.note.close': ['关闭提示', 'Close this note'],
  'board.unfit': ['{what}没有可以分列的阶段', '{what}: no steps to make columns of'],
  'board.unfit.about': ['看板按生命周期的各阶段分列；这种数据没有这样的字段。', 'A board has a column for each step of a life cycle; these rows have no such field.'],
} as const satisfies Messages
