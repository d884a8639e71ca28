// loaded.ts — an answer that a page shows: asked again when what it depends on changes, the latest question wins.
import { shallowReactive, watch } from 'vue'
import { language } from '@/language'
import { knownAt } from '@/moment'
import { problemOf } from './failure'
import type { Problem } from './types'

export interface Loaded<T> {
  data: T | undefined
  problem: Problem | undefined
  loading: boolean
  /** Ask again, although nothing changed. */
  again(): Promise<void>
}

/** `key` lists what the answer depends on, besides the language and the past looked at; undefined: do not ask yet. */
export function useLoaded<T>(key: () => unknown[] | undefined, load: () => Promise<T>): Loaded<T> {
  let asked = 0
  const loaded: Loaded<T> = shallowReactive({ data: undefined, problem: undefined, loading: false, again: ask })

  async function ask() {
    const mine = ++asked
    loaded.loading = true
    try {
      const data = await load()
      if (mine !== asked) return
      loaded.data = data
      loaded.problem = undefined
    } catch (thrown) {
      if (mine !== asked) return
      loaded.problem = problemOf(thrown)
    } finally {
      if (mine === asked) loaded.loading = false
    }
  }

  watch(
    () => {
      const values = key()
      return values && JSON.stringify([language.value, knownAt.value, ...values])
    },
    (now) => void (now && ask()),
    { immediate: true },
  )
  return loaded
}
