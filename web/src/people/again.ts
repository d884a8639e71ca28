// again.ts — a session that ended while one works: whoever asked for something waits until one is signed in again.
import { shallowRef } from 'vue'
import { onSessionEnd } from '@/api/ask'
import { me } from '@/me'

/** Set while the dialog is asked for. */
export const lapsed = shallowRef<{ over: Promise<boolean>; settle: (again: boolean) => void }>()

function wait(): Promise<boolean> {
  if (!lapsed.value) {
    let settle: (again: boolean) => void = () => undefined
    const over = new Promise<boolean>((resolve) => (settle = resolve))
    lapsed.value = { over, settle }
  }
  return lapsed.value.over // one dialog, however many ask
}

export function settleLapse(again: boolean) {
  lapsed.value?.settle(again)
  lapsed.value = undefined
}

onSessionEnd(() => (me.value ? wait() : Promise.resolve(false)))
