// keys.ts — keys that do something on the page at hand: one table, which the help ("?") shows.
import { onScopeDispose, shallowReactive } from 'vue'
import type { MessageKey } from '@/messages'

export interface KeyDeed {
  /** "/", "?", "Escape", or two keys one after the other: "g p". */
  keys: string
  label: MessageKey
  run: () => unknown
}

export const deeds = shallowReactive(new Set<KeyDeed>())

const PAIR_MS = 1200
let first = ''
let firstAt = 0

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

function find(keys: string): KeyDeed | undefined {
  return [...deeds].findLast((deed) => deed.keys === keys)
}

function onKey(event: KeyboardEvent) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  const pair = first && event.timeStamp - firstAt < PAIR_MS ? `${first} ${event.key}` : ''
  const deed = (pair && find(pair)) || find(event.key)
  first = deed ? '' : event.key
  firstAt = event.timeStamp
  if (!deed) return
  event.preventDefault()
  void deed.run()
}

let listening = false

/** These keys work until what is returned is called. */
export function addKeys(own: KeyDeed[]): () => void {
  if (!listening) window.addEventListener('keydown', onKey)
  listening = true
  for (const deed of own) deeds.add(deed)
  return () => own.forEach((deed) => deeds.delete(deed))
}

/** These keys work as long as the calling component is there. */
export function useKeys(own: KeyDeed[]) {
  onScopeDispose(addKeys(own))
}
