// completing.ts — what could stand at the caret of a formula, as the program's own parser says.
import { answer, client } from '@/api/client'
import type { components } from '@/api/schema'

export type Completion = components['schemas']['completion']
export type Offer = Completion['items'][number]

/** `caret` counts as the browser does; the program counts characters. */
export async function complete(entity: string, text: string, caret: number): Promise<Completion> {
  const at = [...text.slice(0, caret)].length
  const found = await answer(client.GET('/api/v1/meta/{entity}/complete', { params: { path: { entity }, query: { text, at } } }))
  const letters = [...text]
  const units = (n: number) => letters.slice(0, n).join('').length
  return { ...found, from: units(found.from), to: units(found.to) }
}
