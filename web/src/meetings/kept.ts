// kept.ts — a text while it is typed, kept in this browser until it is saved: a lost connection or a closed window costs nothing.
import { ref, watch, type Ref } from 'vue'
import { me } from '@/me'

/** `name` says what text it is. */
const keyOf = (name: string) => `steward.draft ${me.value?.login ?? ''} ${name}`

export function readKept(name: string): string | undefined {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined
  } catch {
    return undefined
  }
}

/** undefined: there is nothing to keep any more. */
export function keep(name: string, text: string | undefined) {
  try {
    if (text === undefined) localStorage.removeItem(keyOf(name))
    else localStorage.setItem(keyOf(name), text)
  } catch {
    // this browser keeps nothing: what is typed is saved all the same
  }
}

/** `stored` is what the server has; forget() once it has what was typed. */
export function keptText(name: string, stored: string): { text: Ref<string>; forget: () => void } {
  const text = ref(readKept(name) ?? stored)
  watch(text, (now) => keep(name, now === stored ? undefined : now))
  return { text, forget: () => keep(name, undefined) }
}
