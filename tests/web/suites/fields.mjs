// fields.mjs — amounts and dates as people type them: exact, and as precise as they are given.
import { equal, part } from '../tap.mjs'
import { load } from '../tools.mjs'

const WAN = 1e6
const YI = 1e10

export default () =>
  part('fields', async () => {
    const { amountText, handyUnit, parseAmount } = await load('records/fields/amounts.ts')
    const amount = (text, unit, fen) => equal(parseAmount(text, unit), fen, `${text} × ${unit} is ${fen} 分`)
    amount('12345.67', WAN, 12_345_670_000)
    amount('0.1', WAN, 100_000)
    amount('0.3', WAN, 300_000)
    amount('1.005', 100, 101)
    amount('8.2', YI, 82_000_000_000)
    amount('1.2亿元', WAN, 12_000_000_000)
    amount('３，５００', WAN, 3_500_000_000)
    amount('-0.29', 100, -29)
    amount('.5', WAN, 500_000)
    amount('90071992547409.91', 100, Number.MAX_SAFE_INTEGER)
    amount('90071992547409.92', 100, undefined)
    for (const text of ['', '.', '一百', '1.2.3', '5万亩', '1e5', '--1']) amount(text, WAN, undefined)
    for (const fen of [0, 1, -29, 12_345_670_000, 300_000, Number.MAX_SAFE_INTEGER])
      for (const unit of [100, WAN, YI]) equal(parseAmount(amountText(fen, unit), unit), fen, `${fen} 分 comes back from its text in ${unit}`)
    equal(amountText(12_345_670_000, WAN), '12345.67', 'no trailing zeros')
    equal(handyUnit(12_345_670_000, [100, WAN, YI]), WAN, 'shown in the largest unit that needs two decimals')
    equal(handyUnit(82_000_000_000, [100, WAN, YI]), YI, 'hundreds of millions in 亿')

    const { parseDate } = await load('records/fields/dates.ts')
    const dates = {
      '2023': ['2023', '2023年', '２０２３'], '2023-06': ['2023-06', '2023.6', '2023年6月', '2023/06', '202306', '23年6月', 'Jun 2023', 'June 2023'],
      '2023-10': ['2023.10'], '2023-Q2': ['2023-Q2', '2023年二季度', '2023年第2季度', '2023q2', 'Q2 2023'], '2023-H1': ['2023-H1', '2023年上半年', 'H1 2023'],
      '2023-H2': ['2023年下半年'], '2023-12': ['2023年底', '23年年末'], '2023-03-05': ['2023-03-05', '2023.3.5', '2023年3月5日', '20230305', '5 Mar 2023'], '2024-02-29': ['2024.2.29'],
    }
    for (const [iso, texts] of Object.entries(dates)) for (const text of texts) equal(parseDate(text), iso, `${text} is ${iso}`)
    for (const text of ['', '2023.13', '2023-Q5', '2023.2.29', '6月', '明年', '2023.0', '1234', 'H3 2023']) equal(parseDate(text), undefined, `"${text}" is no date`)
  })
