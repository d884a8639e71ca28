// pages.ts — a list that a page shows a portion of at first: the first follows what it depends on, further ones are asked for.
import { computed, shallowRef, watch, type ComputedRef } from 'vue'
import { problemOf } from './failure'
import { useLoaded, type Loaded } from './loaded'

interface Portion<T> {
  items: T[]
  next?: string | null
}

export interface Pages<T, P> {
  /** With what comes with it besides items: a count. */
  first: Loaded<P>
  items: ComputedRef<T[]>
  /** There is more to ask for. */
  hasMore: ComputedRef<boolean>
  more: () => Promise<void>
}

/** `load` takes the cursor that the portion before ends with; none for the first. */
export function usePages<T, P extends Portion<T>>(key: () => unknown[] | undefined, load: (cursor?: string) => Promise<P & Portion<T>>): Pages<T, P> {
  const first = useLoaded<P>(key, () => load())
  const further = shallowRef<Portion<T>[]>([])
  const next = computed(() => (further.value.at(-1) ?? first.data)?.next ?? undefined)
  watch(() => first.data, () => (further.value = []))

  async function more() {
    const since = first.data
    if (!next.value) return
    try {
      const portion = await load(next.value)
      if (since === first.data) further.value = [...further.value, portion]
    } catch (thrown) {
      first.problem = problemOf(thrown)
    }
  }
  return {
    first,
    items: computed(() => [...(first.data?.items ?? []), ...further.value.flatMap((portion) => portion.items)]),
    hasMore: computed(() => next.value !== undefined),
    more,
  }
}
