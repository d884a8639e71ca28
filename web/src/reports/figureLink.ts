// figureLink.ts — where a figure of a report leads: to the metric as it is, or, in an issued report, to what was frozen.
import { inject, provide, type InjectionKey } from 'vue'
import type { RouteLocationRaw } from 'vue-router'

type FigureLink = (metric: string, where: string | undefined) => RouteLocationRaw
const KEY: InjectionKey<FigureLink> = Symbol('figureLink')

export const leadFigures = (to: FigureLink) => provide(KEY, to)
export const useFigureLink = (usual: FigureLink) => inject(KEY, usual)
