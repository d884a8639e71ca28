// types.ts — short names for the shapes of docs/api.json that pages use.
import type { components } from './schema'

type Schemas = components['schemas']

/** Text in both languages; null where there is none in that language. */
export type Label = Partial<Schemas['label']>
export type Problem = Schemas['failure']
export type Finding = Schemas['finding']
export type LightExplanation = Schemas['light_explanation']
export type LampExplanation = Schemas['lamp_explanation']
export type LightsPreview = Schemas['lights_preview']
export type LampRule = Schemas['lamp_rule_write']
export type Metric = Schemas['metric']
export type MetricGroup = NonNullable<Metric['groups']>[number]
export type MetricInfo = Schemas['meta']['metrics'][number]
export type CatalogueMetric = Schemas['metric_catalogue']['items'][number]
export type Meta = Schemas['meta']
export type Form = Schemas['form']
export type Field = Form['fields'][number]
export type Groups = Schemas['groups']
export type LedgerKind = Schemas['ledger_kinds']['kinds'][number]
export type Target = LedgerKind['targets'][number]
export type ImportRun = Schemas['import']
export type ImportMapping = Schemas['import_mapping']
/** `reason`: why the sheet is left out. */
export type SheetReading = Schemas['sheet_reading'] & { reason?: Label }
export type ColumnReading = SheetReading['columns'][number]
export type ImportResult = Schemas['import_result']
export type ImportRemark = Schemas['import_remark']
export type ImportChange = Schemas['import_change']
export type SheetView = Schemas['sheet_view']
export type Undone = Schemas['import_undone']
export type UndoneChange = Schemas['undone']
export type UndoneField = Schemas['undone_field']
export type Difference = Schemas['comparison']['items'][number]
export type Comparison = Schemas['comparison']
export type ReportInfo = Schemas['report_list']['items'][number]
export type ReportPreview = Schemas['report_preview']
export type ReportBlock = Schemas['report_block']
export type ReportRun = Schemas['report_run_of_text']
export type TemplateCheck = Schemas['template_check']
export type Me = Schemas['me']
export type ReachedRows = Schemas['rights_of_person']['rows'][string]
export type Granted = Schemas['granted']
export type RightsOfRoles = Schemas['rights']
export type Session = Schemas['sessions']['items'][number]
export type SignInWays = Schemas['sign_in_ways']
export type Job = Schemas['job']
/** What a search found of one entity. */
export type Found = Schemas['search_answer']['groups'][number]

/** A row of any entity: its columns are known from the entity's form only. */
export type Cell = string | number | boolean | null
export type Row = Record<string, Cell>

/** One past state of a row: until when it stood, and who ended it. */
export type RowVersion = Row & { ended_at: string | null; ended_by: string | null; ended_way: string | null; deleted: boolean }
