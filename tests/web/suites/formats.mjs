// formats.mjs — the browser writes money, dates and conditions as the program does.
import { equal, part } from '../tap.mjs'
import { load, loadMessages } from '../tools.mjs'

export default () =>
  part('formats', async () => {
    const language = { value: 'zh' }
    const said = Object.assign({}, ...Object.values(await loadMessages()))
    const lent = { language, say: (label) => label?.[language.value] ?? '', t: (key, v = {}) => said[key][0].replace(/\{(\w+)\}/g, (_, n) => v[n]) }
    const settings = { moneyUnit: { value: 'auto' }, dateForm: { value: 'words' } }
    const format = await load('format.ts', { '@/language': lent, '@/settings': settings })
    const conditions = await load('conditions.ts', { '@/language': lent, '@/format': format })
    const inBoth = (f, value, zhText, enText) => {
      language.value = 'en'
      equal(f(value), enText, `${value} in English`)
      language.value = 'zh'
      equal(f(value), zhText, `${value} in Chinese`)
    }
    inBoth(format.money, 4227826000000, '422.7826亿元', '42.2783 bn yuan')
    inBoth(format.money, 8169000000, '8,169万元', '81.69 m yuan')
    inBoth(format.money, -150, '-1.5元', '-1.5 yuan')
    inBoth(format.money, 0, '0元', '0 yuan')
    inBoth(format.date, '2023', '2023年', '2023')
    inBoth(format.date, '2023-H1', '2023年上半年', 'H1 2023')
    inBoth(format.date, '2024-Q2', '2024年二季度', 'Q2 2024')
    inBoth(format.date, '2020-09', '2020年9月', 'Sep 2020')
    inBoth(format.date, '2023-04-01', '2023年4月1日', '1 Apr 2023')

    settings.moneyUnit.value = 'wan'
    inBoth(format.money, 4227826000000, '4,227,826万元', '42,278.26 m yuan')
    settings.moneyUnit.value = 'yi'
    inBoth(format.money, 8169000000, '0.8169亿元', '0.0817 bn yuan')
    settings.moneyUnit.value = 'auto'
    settings.dateForm.value = 'dotted'
    inBoth(format.date, '2023-04-01', '2023.4.1', '2023.4.1')
    inBoth(format.date, '2024-Q2', '2024年二季度', 'Q2 2024')
    settings.dateForm.value = 'iso'
    inBoth(format.date, '2020-09', '2020-09', '2020-09')
    settings.dateForm.value = 'words'

    const unit = { name: 'unit', type: 'ref', label: { zh: '责任单位', en: 'Unit' } }
    const started = { name: 'started', type: 'bool', label: { zh: '已开工', en: 'Started' } }
    const nature = { name: 'nature', type: 'choice', label: { zh: '建设性质', en: 'Nature' }, choices: [{ code: 'new', label: { zh: '新建', en: 'New' } }] }
    const month = { name: 'started_on', type: 'date', label: { zh: '开工时间', en: 'Started on' } }
    const fields = [unit, started, nature, month]
    const group = (field, key, condition, words) => {
      equal(conditions.groupCondition(field, key), condition, `a group as a condition: ${condition}`)
      equal(conditions.conditionWords(condition, fields), words, `… and in words: ${words}`)
    }
    group(unit, '住建"局"', 'unit = "住建""局"""', '责任单位 = 住建"局"')
    group(unit, null, 'unit is empty', '责任单位未填写')
    group(started, 'false', 'started = false', '已开工 = 否')
    group(nature, 'new', 'nature = "new"', '建设性质 = 新建')
    group(month, '2023-06', 'started_on = 2023-06', '开工时间 = 2023年6月')
    equal(conditions.conditionWords('总投资 >= 1亿', fields), '总投资 >= 1亿', 'a condition typed by hand stays as it is')
    equal(conditions.allOf(['a = 1 or b = 2', 'c = 3']), '(a = 1 or b = 2) and (c = 3)', 'conditions are joined in brackets')
    equal(conditions.allOf([]), undefined, 'no condition is none')
    equal(conditions.shellWord("it's $HOME"), `'it'\\''s $HOME'`, 'a shell argument is quoted')
  })
