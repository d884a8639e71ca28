// measure.ts — how high blocks come out when they are drawn, and where their lines begin.
import type { ReportBlock } from '@/api/types'
import { cutRuns, type Measured } from './paginate'

/** Text nodes of an element in order, each with the place of its first character. */
function textNodes(element: Element): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const nodes: { node: Text; start: number }[] = []
  let start = 0
  while (walker.nextNode()) {
    const node = walker.currentNode as Text
    nodes.push({ node, start })
    start += node.length
  }
  return nodes
}

/** The first character that stands at or below `top`. */
function characterAt(element: Element, top: number): number {
  const nodes = textNodes(element)
  const last = nodes.at(-1)
  const range = document.createRange()
  const isBelow = (at: number) => {
    const held = nodes.findLast((n) => n.start <= at)
    if (!held) return false
    range.setStart(held.node, at - held.start)
    range.setEnd(held.node, Math.min(held.node.length, at - held.start + 1))
    const box = range.getBoundingClientRect()
    return box.top + box.height / 2 >= top
  }
  let low = 0
  let high = last ? last.start + last.node.length : 0
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBelow(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** `element` is the block as drawn at full width, unscaled. */
export function measureBlock(block: ReportBlock, element: HTMLElement): Measured {
  const css = getComputedStyle(element)
  const before = parseFloat(css.paddingTop) || 0
  const line = parseFloat(css.lineHeight) || 20
  const heads = [...element.querySelectorAll<HTMLElement>('thead tr')]
  const rows = [...element.querySelectorAll<HTMLElement>('tbody tr')]
  const height = element.getBoundingClientRect().height
  return {
    height,
    before,
    after: parseFloat(css.paddingBottom) || 0,
    line,
    head: heads.reduce((sum, row) => sum + row.getBoundingClientRect().height, 0),
    rows: rows.map((row) => row.getBoundingClientRect().height),
    split: (lines) => cutRuns(block.runs ?? [], characterAt(element, element.getBoundingClientRect().top + before + lines * line)),
  }
}
