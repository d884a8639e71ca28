// settings.ts — how this person likes the pages: kept in this browser.
import { ref, watch, type Ref } from 'vue'

/** A choice that is remembered under `name`; `usual` until it is made. */
export function useKept<T extends string>(name: string, choices: readonly T[], usual: T): Ref<T> {
  const key = `steward.${name}`
  const kept = localStorage.getItem(key)
  const chosen = ref(choices.find((c) => c === kept) ?? usual) as Ref<T>
  watch(chosen, (value) => localStorage.setItem(key, value))
  return chosen
}

/** `auto`: the largest unit that fits, as people write it. */
export const MONEY_UNITS = ['auto', 'yuan', 'wan', 'yi'] as const
export type MoneyUnit = (typeof MONEY_UNITS)[number]
export const moneyUnit = useKept('money', MONEY_UNITS, 'auto')

export const DATE_FORMS = ['words', 'dotted', 'iso'] as const
export type DateForm = (typeof DATE_FORMS)[number]
export const dateForm = useKept('dates', DATE_FORMS, 'words')

export const MENU_FORMS = ['wide', 'narrow'] as const
export const menuForm = useKept('menu', MENU_FORMS, 'wide')
