// looks.ts — how a report's blocks look on paper (GB/T 9704-2012, domain §20): what the document says, as CSS.
import type { ReportBlock, ReportPreview } from '@/api/types'

export const TWIPS_PER_PX = 15 // the document counts in twentieths of a point
export const px = (twips: number | undefined) => (twips ?? 0) / TWIPS_PER_PX

/** Official fonts first, then what systems call them, then what is there everywhere. */
const FONTS: [RegExp, string][] = [
  [/小标宋/, "'方正小标宋简体', 'FZXiaoBiaoSong-B05S', 'FZXiaoBiaoSong-B05', 'STZhongsong', 'Noto Serif CJK SC', 'Source Han Serif SC', 'SimSun', serif"],
  [/仿宋/, "'仿宋_GB2312', 'FangSong_GB2312', 'FangSong', 'STFangsong', 'Noto Serif CJK SC', 'SimSun', serif"],
  [/楷体/, "'楷体_GB2312', 'KaiTi_GB2312', 'KaiTi', 'STKaiti', 'AR PL UKai CN', 'Noto Serif CJK SC', serif"],
  [/黑体/, "'黑体', 'SimHei', 'STHeiti', 'Heiti SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"],
]

export function fontOf(name: string | undefined): string {
  return FONTS.find(([pattern]) => pattern.test(name ?? ''))?.[1] ?? (name ? `'${name.replaceAll("'", '')}', 'Noto Serif CJK SC', serif` : "'Noto Serif CJK SC', serif")
}

type Look = Partial<Omit<ReportBlock, 'kind' | 'runs' | 'table'>>
const CHARACTERS = 28 // to a line of the type area
const BODY = 320 // 3号

/** The type area of a page. */
export function typeArea(page: ReportPreview['page']) {
  return { width: px(page.width - page.left - page.right), height: px(page.height - page.top - page.bottom) }
}

/** What a style and, over it, a block or cell say. */
export function lookOf(preview: ReportPreview, own: Look): Look {
  return { ...(own.style ? preview.styles[own.style] : {}), ...own }
}

export function textCss(preview: ReportPreview, look: Look): Record<string, string> {
  const { page } = preview
  const squeeze = look.size === BODY ? (page.width - page.left - page.right) / CHARACTERS - BODY : 0
  return {
    fontFamily: fontOf(look.font),
    fontSize: `${px(look.size ?? BODY)}px`,
    lineHeight: look.line ? `${px(look.line)}px` : '1.5',
    letterSpacing: squeeze < 0 && squeeze > -20 ? `${px(squeeze)}px` : 'normal',
    textAlign: look.align === 'both' ? 'justify' : (look.align ?? 'left'),
    ...(look.bold ? { fontWeight: '700' } : {}),
    ...(look.italic ? { fontStyle: 'italic' } : {}),
    ...(look.underline ? { textDecoration: 'underline' } : {}),
    ...(look.color && look.color !== 'auto' ? { color: `#${look.color}` } : {}),
  }
}

/** A paragraph; `goes`: what of it stands here, when a page ends in it. */
export function paragraphCss(preview: ReportPreview, look: Look, goes: { on?: boolean; further?: boolean; top?: boolean }): Record<string, string> {
  return {
    ...textCss(preview, look),
    textIndent: goes.on ? '0' : `${px(look.first_line)}px`,
    paddingLeft: `${px(look.left)}px`,
    paddingRight: `${px(look.right)}px`,
    paddingTop: goes.on || goes.top ? '0' : `${px(look.before)}px`,
    paddingBottom: goes.further ? '0' : `${px(look.after)}px`,
    textAlignLast: goes.further && look.align === 'both' ? 'justify' : 'auto',
  }
}
