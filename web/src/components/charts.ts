// charts.ts — the parts of ECharts that we use, in our colours; loaded when the first chart is shown.
import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  type GridComponentOption,
  type LegendComponentOption,
  type MarkLineComponentOption,
  type TooltipComponentOption,
} from 'echarts/components'
import { init, use, type ComposeOption, type ECharts } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, SVGRenderer])

export type Chart = ECharts
export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | LegendComponentOption | MarkLineComponentOption
>

/** What the chart shows, as a table. */
export interface ChartTable {
  heads: string[]
  lines: string[][]
}

/** What was clicked: a point of a series. */
export interface ChartPoint {
  series: string
  name: string
  index: number
}

/** The value of a colour token here, as `--accent-fill`; charts cannot read var(). */
export type Token = (name: string) => string

export function tokensOf(place: Element): Token {
  const style = getComputedStyle(place)
  return (name) => style.getPropertyValue(name).trim()
}

function theme(token: Token) {
  const ink = token('--ink')
  const soft = token('--ink-soft')
  const line = token('--line')
  const axis = {
    axisLine: { lineStyle: { color: token('--line-strong') } },
    axisTick: { show: false },
    axisLabel: { color: soft },
    splitLine: { lineStyle: { color: line } },
    nameTextStyle: { color: soft },
  }
  return {
    color: [token('--accent-fill'), token('--bar'), token('--good'), token('--warn'), token('--bad'), token('--line-strong')],
    textStyle: { color: ink, fontFamily: token('--font') },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    legend: { textStyle: { color: soft }, itemWidth: 14, itemHeight: 8 },
    tooltip: {
      renderMode: 'richText', // drawn: the HTML one needs inline styles, which the security policy refuses
      confine: true,
      backgroundColor: token('--surface'),
      borderColor: line,
      textStyle: { color: ink, fontSize: 13 },
      axisPointer: { lineStyle: { color: token('--line-strong') }, shadowStyle: { color: token('--accent-faint'), opacity: 0.5 } },
    },
  }
}

export function draw(place: HTMLElement): Chart {
  return init(place, theme(tokensOf(place)), { renderer: 'svg' })
}
