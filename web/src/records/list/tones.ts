// tones.ts — which rows of a list are coloured: the program says which rows meet each rule.
import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { problemOf } from '@/api/failure'
import { listRows, type ListQuery } from '@/api/rows'
import type { Problem, Row } from '@/api/types'
import { allOf } from '@/conditions'
import type { Tone, ToneRule } from './view'

const PAGE = 1000

export interface ToneQuestion {
  entity: string
  zone: string
  query: ListQuery
  rules: ToneRule[]
}

export function useTones(question: () => ToneQuestion | undefined): { toneOf: (row: Row) => Tone | undefined; problem: ShallowRef<Problem | undefined> } {
  const tones = shallowRef(new Map<number, Tone>())
  const problem = shallowRef<Problem>()
  let asked = 0

  async function load() {
    const mine = ++asked
    const q = question()
    const found = new Map<number, Tone>()
    problem.value = undefined
    try {
      for (const rule of q?.rules ?? []) {
        let cursor: string | undefined
        do {
          const where = allOf([q?.query.where ?? '', rule.where].filter(Boolean))
          const page = await listRows(q?.entity ?? '', q?.zone ?? '', { ...q?.query, where, fields: 'id', limit: PAGE, cursor })
          if (mine !== asked) return
          for (const row of page.items) if (!found.has(Number(row.id))) found.set(Number(row.id), rule.tone) // the first rule that fits
          cursor = page.next ?? undefined
        } while (cursor)
      }
    } catch (thrown) {
      if (mine === asked) problem.value = problemOf(thrown)
    }
    if (mine === asked) tones.value = found
  }

  watch(() => JSON.stringify(question()), () => void load(), { immediate: true })
  onScopeDispose(() => asked++)
  return { toneOf: (row) => tones.value.get(Number(row.id)), problem }
}
