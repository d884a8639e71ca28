// clock.ts — the big screen's clock and its turning from panel to panel.
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue'

/** Now, to the second. */
export function useNow(): Ref<Date> {
  const now = ref(new Date())
  const timer = setInterval(() => (now.value = new Date()), 1000)
  onScopeDispose(() => clearInterval(timer))
  return now
}

export interface Turning {
  /** Which panel is shown, from 0. */
  at: Ref<number>
  /** How much of its time is over, 0 to 1. */
  part: ComputedRef<number>
  paused: Ref<boolean>
  /** Shows a panel, counted round; its time begins anew. */
  turnTo: (panel: number) => void
}

const TICK_MS = 250

/** Shows `count` panels by turns, each for `time` ms. */
export function useTurning(count: number, time: number, first: number, isPaused: boolean): Turning {
  const at = ref(first)
  const spent = ref(0)
  const paused = ref(isPaused)
  function turnTo(panel: number) {
    at.value = (panel + count) % count
    spent.value = 0
  }
  const timer = setInterval(() => {
    if (paused.value || document.hidden) return
    spent.value += TICK_MS
    if (spent.value >= time) turnTo(at.value + 1)
  }, TICK_MS)
  onScopeDispose(() => clearInterval(timer))
  return { at, part: computed(() => Math.min(1, spent.value / time)), paused, turnTo }
}
