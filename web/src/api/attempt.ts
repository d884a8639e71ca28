// attempt.ts — what a person asked for: under way, done, or refused with a problem to show.
import { computed, ref, shallowRef } from 'vue'
import { problemOf } from './failure'
import type { Problem } from './types'

/** One thing at a time: `doing` is the name of what is under way, '' when nothing is. */
export function useAttempt() {
  const doing = ref('')
  const problem = shallowRef<Problem>()

  /** Was it done?  Its problem is shown until the next attempt. */
  async function attempt(work: () => Promise<unknown>, name = 'it'): Promise<boolean> {
    doing.value = name
    problem.value = undefined
    try {
      await work()
      return true
    } catch (thrown) {
      problem.value = problemOf(thrown)
      return false
    } finally {
      doing.value = ''
    }
  }
  return { doing, busy: computed(() => doing.value !== ''), problem, attempt }
}
