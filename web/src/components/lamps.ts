// lamps.ts — colours of lamps: which fields hold one, and the letter that stands for each beside its shape.
import type { Field } from '@/api/types'
import { t } from '@/language'

export const COLOURS = ['red', 'yellow', 'green', 'excused', 'none'] as const
export type Colour = (typeof COLOURS)[number]

export const colourOf = (value: unknown): Colour => COLOURS.find((c) => c === value) ?? 'none'
export const isColourField = (field: Field | undefined): boolean => Boolean(field?.choices?.some((c) => c.code === 'excused'))
export const colourName = (colour: Colour): string => t(`lamp.${colour}`)
export const colourLetter = (colour: Colour): string => t(`lamp.${colour}.letter`)
