// language.ts — the language of the page: Chinese first, English complete; the choice is remembered.
import { ref, watchEffect } from 'vue'
import type { Label, Problem } from '@/api/types'
import { messages, type MessageKey } from './messages'

export type Language = 'zh' | 'en'

const KEPT = 'steward.language'

export const language = ref<Language>(localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh')

watchEffect(() => {
  localStorage.setItem(KEPT, language.value)
  document.documentElement.lang = language.value === 'zh' ? 'zh-CN' : 'en'
})

/** A message with its {names} filled in; "one|many" goes by the value n. */
export function t(key: MessageKey, values: Record<string, string | number> = {}): string {
  const forms = messages[key][language.value === 'zh' ? 0 : 1].split('|')
  const form = forms[values.n === 1 ? 0 : forms.length - 1] ?? ''
  return form.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Text that came in both languages. */
export function say(label: Label | undefined | null): string {
  return label?.[language.value] ?? label?.zh ?? ''
}

export function sayProblem(problem: Problem): string {
  return problem[`detail_${language.value}`] ?? problem.detail
}
