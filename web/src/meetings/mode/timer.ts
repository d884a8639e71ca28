// timer.ts — how long an item has been spoken about; each item keeps its own time while one goes to and fro.
import { computed, onScopeDispose, reactive, ref, type ComputedRef, type Ref } from 'vue'

export interface ItemTimer {
  seconds: ComputedRef<number>
  paused: Ref<boolean>
  text: ComputedRef<string>
  isOver: ComputedRef<boolean>
}

export function useItemTimer(item: () => number, allowed: () => number): ItemTimer {
  const spent = reactive<Record<number, number>>({})
  const paused = ref(false)
  const timer = setInterval(() => {
    if (!paused.value) spent[item()] = (spent[item()] ?? 0) + 1
  }, 1000)
  onScopeDispose(() => clearInterval(timer))
  const seconds = computed(() => spent[item()] ?? 0)
  const text = computed(() => `${Math.floor(seconds.value / 60)}:${String(seconds.value % 60).padStart(2, '0')}`)
  return { seconds, paused, text, isOver: computed(() => seconds.value >= allowed() * 60) }
}
