// elementSize.ts — the size of an element, as it changes.
import { onBeforeUnmount, onMounted, shallowReactive, type Ref } from 'vue'

export function useElementSize(element: Readonly<Ref<HTMLElement | null>>): { width: number; height: number } {
  const size = shallowReactive({ width: 0, height: 0 })
  const watcher = new ResizeObserver(() => {
    size.width = element.value?.clientWidth ?? 0
    size.height = element.value?.clientHeight ?? 0
  })
  onMounted(() => element.value && watcher.observe(element.value))
  onBeforeUnmount(() => watcher.disconnect())
  return size
}
