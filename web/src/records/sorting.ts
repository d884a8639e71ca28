// sorting.ts — the order of a list, "unit,-total_investment", and what a click on a head makes of it.

export interface Sorting {
  /** 0: not sorted by it; else its place among what the list is sorted by, from 1. */
  place: number
  down: boolean
}

const parts = (sort: string) => sort.split(',').filter(Boolean)
const nameOf = (part: string) => part.replace(/^-/, '')

export function sortingOf(sort: string, name: string): Sorting {
  const place = parts(sort).findIndex((part) => nameOf(part) === name)
  return { place: place + 1, down: parts(sort)[place]?.startsWith('-') ?? false }
}

/** Up, down, not at all, in turn; with `besides`, after what it is sorted by already. */
export function sortedBy(sort: string, name: string, besides: boolean): string {
  const now = parts(sort)
  const own = now.find((part) => nameOf(part) === name)
  const next = own === undefined ? [name] : own === name ? [`-${name}`] : []
  if (!besides) return next.join()
  return (own === undefined ? [...now, ...next] : now.flatMap((part) => (part === own ? next : [part]))).slice(-4).join()
}

/** What rows can be sorted by: not long text. */
export function isSortable(type: string): boolean {
  return type !== 'note' && type !== 'json' && type !== 'bytes'
}
