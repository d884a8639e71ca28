// narrow.ts — is this a phone?  Then rows are cards.
import { onScopeDispose, readonly, ref, type Ref } from 'vue'

export function useNarrow(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('screen and (max-width: 600px)')
  const narrow = ref(query.matches)
  const note = () => (narrow.value = query.matches)
  query.addEventListener('change', note)
  onScopeDispose(() => query.removeEventListener('change', note))
  return readonly(narrow)
}
