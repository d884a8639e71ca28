// sheetLines.ts — a sheet of an upload as it looks, fetched in pieces as they come into view.
import { reactive, shallowReactive, watch } from 'vue'
import { answer, client } from '@/api/client'
import { problemOf } from '@/api/failure'
import type { Problem, SheetView } from '@/api/types'

const PIECE = 100

export type SheetLine = SheetView['lines'][number]
/** First row, first column, last row, last column; counted from 1. */
export type Merge = [number, number, number, number]

export interface Sheet {
  rows: number
  columns: number
  widths: number[]
  merges: Merge[]
  lines: Map<number, SheetLine>
  problem: Problem | undefined
  /** These rows will be shown. */
  need(from: number, to: number): void
}

/** `key` names the sheet and all that decides how it is read; another key begins anew. */
export function useSheet(key: () => { zone: string; run: number; sheet: number; version: number }): Sheet {
  const asked = new Set<number>()
  const known = new Set<string>()
  let turn = 0
  const sheet: Sheet = reactive({
    rows: 0,
    columns: 0,
    widths: [],
    merges: [],
    lines: shallowReactive(new Map<number, SheetLine>()),
    problem: undefined,
    need,
  })

  async function fetchPiece(piece: number) {
    const mine = turn
    const { zone, run, sheet: number } = key()
    asked.add(piece)
    try {
      const params = { path: { id: run, sheet: number }, query: { zone, from: piece * PIECE + 1, limit: PIECE } }
      const view = await answer(client.GET('/api/v1/imports/{id}/sheets/{sheet}', { params }))
      if (mine !== turn) return
      Object.assign(sheet, { rows: view.rows, columns: Math.min(view.columns, view.widths.length), widths: view.widths, problem: undefined })
      for (const line of view.lines) sheet.lines.set(line.row, line)
      const fresh = view.merges.filter((m) => !known.has(m.join()))
      fresh.forEach((m) => known.add(m.join()))
      if (fresh.length) sheet.merges = [...sheet.merges, ...(fresh as Merge[])]
    } catch (thrown) {
      asked.delete(piece)
      if (mine === turn) sheet.problem = problemOf(thrown)
    }
  }

  function need(from: number, to: number) {
    const last = Math.floor((Math.min(to, sheet.rows || PIECE) - 1) / PIECE)
    for (let piece = Math.max(0, Math.floor((from - 1) / PIECE)); piece <= last; piece++) {
      if (!asked.has(piece)) void fetchPiece(piece)
    }
  }

  let shown = ''
  watch(
    () => ({ ...key() }),
    ({ zone, run, sheet: number, version }) => {
      const same = shown === `${zone} ${run} ${number}`
      shown = `${zone} ${run} ${number}`
      turn++
      asked.clear()
      if (!same) {
        known.clear()
        sheet.lines.clear()
        Object.assign(sheet, { rows: 0, columns: 0, merges: [] })
      }
      if (version >= 0) need(1, PIECE)
    },
    { immediate: true },
  )
  return sheet
}
