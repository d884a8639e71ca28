// moment.ts — the past that is looked at: what every dated question is asked as known at.  The address says it.
import { ref } from 'vue'

/** "": now. */
export const knownAt = ref('')

/** The query as asked at the moment looked at: whoever asks as of a date asks as known then, unless he says otherwise. */
export function addMoment(query: URLSearchParams): boolean {
  const adds = knownAt.value !== '' && query.has('as_of') && !query.has('known_at')
  if (adds) query.set('known_at', knownAt.value)
  return adds
}
