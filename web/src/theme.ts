// theme.ts — light or dark: as the system says, until the person chooses.
import { computed, ref, watchEffect } from 'vue'

type Choice = 'light' | 'dark' | null
const KEPT = 'steward.theme'

const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(system.matches)
system.addEventListener('change', (event) => (systemIsDark.value = event.matches))

const choice = ref<Choice>(localStorage.getItem(KEPT) as Choice)

export const isDark = computed(() => (choice.value ? choice.value === 'dark' : systemIsDark.value))

export function toggleTheme() {
  const wanted = isDark.value ? 'light' : 'dark'
  const asSystem = (wanted === 'dark') === systemIsDark.value
  choice.value = asSystem ? null : wanted
  if (choice.value) localStorage.setItem(KEPT, choice.value)
  else localStorage.removeItem(KEPT)
}

watchEffect(() => document.documentElement.classList.toggle('dark', isDark.value))
