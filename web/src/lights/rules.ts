// rules.ts — the rules of lamps of a zone, their drafts, and what comes with the program.
import { answer, client } from '@/api/client'
import { getForm } from '@/api/meta'
import { allRows, createRow, changeRow } from '@/api/rows'
import { newKey } from '@/api/key'
import type { Field, LampRule, LightsPreview, Row } from '@/api/types'

/** What of a rule one writes. */
export const TERMS = ['lamp', 'name', 'comparator', 'applies', 'yellow', 'red', 'value', 'lever', 'escalate_months', 'preset', 'note'] as const
export type Draft = Partial<Record<(typeof TERMS)[number], string | number | null>> & { id?: number; version?: number }

export interface LampRules {
  lamp: string
  label: NonNullable<Field['choices']>[number]['label']
  rules: Row[]
  presets: LampRule[]
}

export async function loadRules(zone: string, asOf: string): Promise<LampRules[]> {
  const [form, rules, presets] = await Promise.all([
    getForm('lamp_rule'),
    allRows('lamp_rule', zone, { fields: '*', sort: '-id', as_of: asOf }),
    answer(client.GET('/api/v1/lights/presets', { params: { query: { zone } } })),
  ])
  const lamps = form.fields.find((f) => f.name === 'lamp')?.choices ?? []
  return lamps
    .filter((l) => l.code !== 'all')
    .map((l) => ({ lamp: l.code, label: l.label, rules: rules.filter((r) => r.lamp === l.code), presets: presets.items.filter((p) => p.lamp === l.code) }))
}

/** A draft that begins as another rule or as a preset. */
export function draftFrom(of: Row | LampRule): Draft {
  const from = of as Record<string, string | number | null | undefined>
  return Object.fromEntries(TERMS.map((term) => [term, from[term] ?? null]))
}

const terms = (draft: Draft): Row => Object.fromEntries(TERMS.map((term) => [term, draft[term] ?? null]))

export function previewOf(zone: string, asOf: string, draft: Draft): Promise<LightsPreview> {
  return answer(client.POST('/api/v1/lights/preview', { params: { query: { zone, as_of: asOf } }, body: terms(draft) as unknown as LampRule }))
}

/** Saved as a draft. */
export async function saveDraft(zone: string, draft: Draft): Promise<{ id: number; version: number }> {
  const { row } = draft.id === undefined ? await createRow('lamp_rule', zone, terms(draft), newKey()) : await changeRow('lamp_rule', zone, draft.id, draft.version ?? 0, terms(draft))
  return { id: Number(row.id), version: Number(row.version) }
}

/** The lights of the day that one looks at and today's follow at once; those of other days are as they were recorded. */
export async function putInForce(zone: string, asOf: string, draft: Draft, since: string): Promise<void> {
  const kept = await saveDraft(zone, draft)
  await changeRow('lamp_rule', zone, kept.id, kept.version, { since })
  await answer(client.POST('/api/v1/lights', { params: { query: { zone, as_of: asOf } } }))
  await answer(client.POST('/api/v1/lights', { params: { query: { zone } } }))
}
