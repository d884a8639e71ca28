// problems.ts — what a refused sign-in says beyond its words: what it still needs, how long to wait.
import type { Problem } from '@/api/types'

export type Refusal = Problem & { needs?: string; wait_seconds?: number }

/** "4:05" */
export function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
