// windowed.ts — which of many lines of one height are in sight: only they are drawn.
import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'

/** Lines drawn beyond what is in sight, so that a turn of the wheel meets no gap. */
const BEYOND = 24

export interface Windowed {
  from: Readonly<Ref<number>>
  to: Readonly<Ref<number>>
  /** Lines that fit at a time. */
  fitting: Readonly<Ref<number>>
  reveal: (index: number) => void
}

/** `box` scrolls; `headHeight` of it is covered by the head that stays. */
export function useWindow(box: Ref<HTMLElement | undefined>, count: () => number, height: () => number, headHeight: number): Windowed {
  const top = ref(0)
  const inner = ref(0)
  const all = ref(false)
  const paper = window.matchMedia('print')

  function measure() {
    if (!box.value) return
    top.value = box.value.scrollTop
    inner.value = box.value.clientHeight
  }
  const onPaper = () => (all.value = paper.matches)
  const before = () => (all.value = true)
  const after = () => (all.value = false)
  const sizes = new ResizeObserver(measure)

  onMounted(() => {
    paper.addEventListener('change', onPaper)
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
  })
  watch(
    box,
    (now, was) => {
      if (was) sizes.unobserve(was)
      was?.removeEventListener('scroll', measure)
      now?.addEventListener('scroll', measure, { passive: true })
      if (now) sizes.observe(now)
      measure()
    },
    { immediate: true, flush: 'post' },
  )
  onBeforeUnmount(() => {
    sizes.disconnect()
    paper.removeEventListener('change', onPaper)
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  })

  const fitting = computed(() => Math.max(1, Math.floor((inner.value - headHeight) / height()) || 12))
  const from = computed(() => (all.value ? 0 : Math.max(0, Math.min(Math.floor(top.value / height()), count() - fitting.value) - BEYOND)))
  const to = computed(() => (all.value ? count() : Math.min(count(), Math.floor(top.value / height()) + fitting.value + BEYOND + 2)))

  function reveal(index: number) {
    const el = box.value
    if (!el) return
    const start = index * height()
    const end = start + height() - (el.clientHeight - headHeight)
    if (start < el.scrollTop) el.scrollTop = start
    else if (end > el.scrollTop) el.scrollTop = end
    measure()
  }
  return { from, to, fitting, reveal }
}
