// afterPaint.ts — parts of a page that may follow what people came for.
import { defineAsyncComponent, type Component } from 'vue'

const painted = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)))

/** A component whose code is asked for when the page around it has been painted.  In a hidden tab nothing is, nor seen. */
export function afterPaint<T extends Component>(load: () => Promise<{ default: T }>) {
  return defineAsyncComponent<T>(() => painted().then(load).then((part) => part.default))
}
