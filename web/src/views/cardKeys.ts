// cardKeys.ts — moving about a board by keyboard: Tab goes from column to column, arrows from card to card.
import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'

export interface CardKeys {
  /** Id of the card that keys are about: the one last focused, else the first. */
  active: ComputedRef<number | undefined>
  onKey(event: KeyboardEvent): void
  onFocus(event: FocusEvent): void
  focus(id: number): void
}

const ARROWS: Record<string, [across: number, down: number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

const cardOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-card]') : null)
const idOf = (card: HTMLElement) => Number(card.dataset.card)

/** `ids`: the cards there are, in the order of Tab. */
export function useCardKeys(place: Readonly<Ref<HTMLElement | null>>, ids: () => number[], move: (id: number, towards: -1 | 0 | 1) => void): CardKeys {
  const chosen = ref<number>()

  const columns = () =>
    [...(place.value?.querySelectorAll('section') ?? [])].map((s) => [...s.querySelectorAll<HTMLElement>('[data-card]')]).filter((cards) => cards.length)

  function focus(id: number) {
    chosen.value = id
    void nextTick(() => {
      const link = place.value?.querySelector<HTMLElement>(`[data-card="${id}"] a`)
      link?.focus({ preventScroll: true })
      link?.closest('[data-card]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }

  function go(card: HTMLElement, across: number, down: number) {
    const all = columns()
    const x = all.findIndex((cards) => cards.includes(card))
    const y = all[x]?.indexOf(card) ?? 0
    const cards = all[x + across]
    const next = cards?.[across ? Math.min(y, cards.length - 1) : y + down]
    if (next) focus(idOf(next))
  }

  function onKey(event: KeyboardEvent) {
    const card = cardOf(event.target)
    const arrow = ARROWS[event.key]
    if (!card || !arrow || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (event.shiftKey && arrow[0]) move(idOf(card), arrow[0] > 0 ? 1 : -1)
    else if (!event.shiftKey) go(card, ...arrow)
  }

  function onFocus(event: FocusEvent) {
    const card = cardOf(event.target)
    if (card) chosen.value = idOf(card)
  }

  const active = computed(() => (chosen.value !== undefined && ids().includes(chosen.value) ? chosen.value : ids()[0]))
  return { active, onKey, onFocus, focus }
}
