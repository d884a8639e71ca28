// amounts.ts — amounts of money as people type them, to 分 and back: exact, on whole numbers only.

/** What may stand behind a number, as many 分 each. */
const WORDS: Record<string, bigint> = {
  分: 1n, 角: 10n, 元: 100n, 块: 100n, 千元: 100_000n, 万: 1_000_000n, 万元: 1_000_000n, 百万: 100_000_000n, 百万元: 100_000_000n,
  千万: 1_000_000_000n, 千万元: 1_000_000_000n, 亿: 10_000_000_000n, 亿元: 10_000_000_000n,
  yuan: 100n, k: 100_000n, kyuan: 100_000n, m: 100_000_000n, myuan: 100_000_000n, million: 100_000_000n, bn: 100_000_000_000n, bnyuan: 100_000_000_000n, billion: 100_000_000_000n,
}

/** "12,345.67", "1.2亿元", "−0.5", full-width digits: 分, in `unit` where the text names none; undefined when it is no amount. */
export function parseAmount(text: string, unit: number): number | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,，]/g, '').replace(/^[¥￥]/, '').replace('−', '-').toLowerCase()
  const [, sign, whole = '', part = '', word = ''] = /^([+-]?)(\d*)\.?(\d*)(\D*)$/.exec(plain) ?? []
  const size = word ? WORDS[word] : BigInt(unit)
  if (sign === undefined || !size || !(whole || part)) return undefined
  const scale = 10n ** BigInt(part.length)
  const scaled = BigInt(whole + part) * size
  const fen = (scaled * 2n + scale) / (scale * 2n) // what is finer than 1 分 is rounded half away from zero
  return fen > BigInt(Number.MAX_SAFE_INTEGER) ? undefined : Number(sign === '-' ? -fen : fen)
}

/** The exact decimal of `fen` in `unit`, without trailing zeros. */
export function amountText(fen: number, unit: number): string {
  const size = BigInt(unit)
  const all = BigInt(Math.abs(fen))
  const part = String(all % size).padStart(String(unit).length - 1, '0').replace(/0+$/, '')
  return `${fen < 0 ? '-' : ''}${all / size}${part && `.${part}`}`
}

/** The largest unit that shows `fen` with at most two decimals; the smallest when none does. */
export function handyUnit(fen: number, units: number[]): number {
  const fits = units.filter((u) => Math.abs(fen) >= u && (Math.abs(fen) * 100) % u === 0)
  return Math.max(...fits, Math.min(...units))
}

/** Does the text name its unit itself? */
export function namesUnit(text: string): boolean {
  return /[元万亿块角分千百a-z]/i.test(text)
}
