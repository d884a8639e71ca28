// words.ts — a metric's formula with its fields by their labels, as the catalogue reads it out.
import type { Field } from '@/api/types'
import { language, say, t } from '@/language'
import type { MessageKey } from '@/messages'

const WORDS: Record<string, MessageKey> = { and: 'formula.and', or: 'formula.or', not: 'formula.not', as_of: 'formula.as_of', year: 'formula.year' }

/** Names become labels, codes in quotes the labels of their choices; the rest stays as it is written. */
export function formulaWords(formula: string, fields: Field[]): string {
  const codes = fields.flatMap((f) => f.choices ?? [])
  const named = formula
    .replace(/is (not )?empty/g, (_, no: string | undefined) => t(no ? 'formula.filled' : 'formula.empty'))
    .replace(/'([^']*)'|\b[a-z_]\w*\b/g, (word: string, code: string | undefined) => {
      if (code !== undefined) return say(codes.find((c) => c.code === code)?.label) || code
      const known = WORDS[word]
      const field = fields.find((f) => f.name === word)
      return field && word !== 'not' ? say(field.label) : known ? t(known) : word
    })
    .replaceAll('!=', '≠')
    .replaceAll('<=', '≤')
    .replaceAll('>=', '≥')
  return language.value === 'zh' ? named.replace(/ (且|或) /g, '，$1').replace(/非 /g, '非') : named
}
