// paginate.ts — blocks onto pages: paragraphs break between lines, tables between rows under a repeated head.
import type { ReportBlock, ReportRun } from '@/api/types'

/** What of a block stands on one page. */
export interface Piece {
  block: ReportBlock
  runs?: ReportRun[]
  /** Rows of the table, by position, below its head rows. */
  rows?: number[]
  /** It began on the page before; it goes on on the next. */
  on?: boolean
  further?: boolean
  /** First of a page that the text ran onto: no space above it. */
  top?: boolean
}

/** How high things came out, in px. */
export interface Measured {
  height: number
  /** Space above and below, which a page's edge swallows. */
  before: number
  after: number
  line: number
  /** Of a table: its head's and each row's height. */
  head: number
  rows: number[]
  /** The runs up to the n-th line, and those from there. */
  split(lines: number): [ReportRun[], ReportRun[]]
}

const LONELY = 2 // lines of a paragraph that may not stand alone at a page's edge
const KEEPS_WITH_NEXT = new Set(['heading1', 'heading2', 'heading3', 'caption', 'annex', 'annex_title', 'title'])

export function paginate(blocks: ReportBlock[], measured: Measured[], breaks: boolean[], room: number): Piece[][] {
  const pages: Piece[][] = [[]]
  let left = room

  const page = () => pages[pages.length - 1]!
  function turn() {
    pages.push([])
    left = room
  }
  const isTop = () => page().length === 0 && pages.length > 1

  /** The least that must stand on the page where block i begins, with what may not be parted from it. */
  function least(i: number): number {
    const block = blocks[i]
    const m = measured[i]
    if (!block || !m) return 0
    if (block.table) return m.head + (m.rows[0] ?? 0)
    if (KEEPS_WITH_NEXT.has(block.kind)) return m.height + least(i + 1)
    return Math.min(m.height, m.before + LONELY * m.line)
  }

  function putTable(block: ReportBlock, m: Measured) {
    let from = 0
    do {
      if (from > 0 || m.head + (m.rows[0] ?? 0) > left) if (page().length) turn()
      left -= m.head
      const rows: number[] = []
      while (from < m.rows.length && (m.rows[from]! <= left || !rows.length)) {
        left -= m.rows[from]!
        rows.push(from++)
      }
      page().push({ block, rows, on: rows[0] !== 0, further: from < m.rows.length })
    } while (from < m.rows.length)
  }

  function putParagraph(block: ReportBlock, m: Measured) {
    let runs = block.runs ?? []
    const before = isTop() ? 0 : m.before
    let lines = Math.max(1, Math.round((m.height - m.before - m.after) / m.line))
    if (before + lines * m.line <= left + 1) {
      page().push({ block, runs, top: isTop() })
      left -= before + lines * m.line + m.after
      return
    }
    let done = 0
    let above = before
    while (lines > 0) {
      let fit = Math.floor((left - above + 1) / m.line)
      if (fit >= lines) fit = lines
      else if (lines - fit < LONELY) fit = lines - LONELY
      if (fit < Math.min(LONELY, lines)) {
        if (!page().length) fit = Math.max(1, fit)
        else {
          turn()
          above = 0
          continue
        }
      }
      const [here, rest] = fit < lines ? m.split(done + fit) : [runs, []]
      const already = done > 0 ? lengthOf(m.split(done)[0]) : 0
      const piece = fit < lines && already ? cutRuns(here, already)[1] : here
      page().push({ block, runs: piece, on: done > 0, further: fit < lines, top: isTop() && done === 0 })
      left -= above + fit * m.line
      runs = rest
      done += fit
      lines -= fit
      above = 0
      if (lines > 0) turn()
      else left -= m.after
    }
  }

  blocks.forEach((block, i) => {
    const m = measured[i]
    if (!m) return
    if (breaks[i] && page().length) turn()
    if (least(i) > left + 1 && page().length) turn()
    if (block.table) putTable(block, m)
    else putParagraph(block, m)
  })
  return pages
}

export function lengthOf(runs: ReportRun[]): number {
  return runs.reduce((n, run) => n + run.text.length, 0)
}

/** Runs before and from a character on. */
export function cutRuns(runs: ReportRun[], at: number): [ReportRun[], ReportRun[]] {
  const before: ReportRun[] = []
  const after: ReportRun[] = []
  let start = 0
  for (const run of runs) {
    const cut = Math.max(0, Math.min(run.text.length, at - start))
    if (cut > 0) before.push({ ...run, text: run.text.slice(0, cut) })
    if (cut < run.text.length || (!run.text && start >= at)) after.push({ ...run, text: run.text.slice(cut) })
    start += run.text.length
  }
  return [before, after]
}
