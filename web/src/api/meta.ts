// meta.ts — what the program says of itself: asked for once.  Labels come in both languages.
import { answer, client } from './client'
import type { CatalogueMetric, Form, LedgerKind, Meta } from './types'

const kept = new Map<string, Promise<unknown>>()

function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
  const known = kept.get(key) as Promise<T> | undefined
  if (known) return known
  const asked = ask()
  kept.set(key, asked)
  asked.catch(() => kept.delete(key)) // a failure is asked again
  return asked
}

/** It is said anew to somebody who may see other things. */
export function forgetMeta() {
  kept.clear()
}

export function getMeta(): Promise<Meta> {
  return once('meta', () => answer(client.GET('/api/v1/meta')))
}

/** Every metric with its formula, and the zone's reports that print it. */
export function getMetrics(zone: string): Promise<CatalogueMetric[]> {
  return once(`metrics ${zone}`, async () => (await answer(client.GET('/api/v1/meta/metrics', { params: { query: { zone } } }))).items)
}

export function getForm(entity: string): Promise<Form> {
  return once(`form ${entity}`, () => answer(client.GET('/api/v1/meta/{entity}', { params: { path: { entity } } })))
}

export function getLedgerKinds(): Promise<LedgerKind[]> {
  return once('ledger', async () => (await answer(client.GET('/api/v1/meta/ledger'))).kinds)
}
