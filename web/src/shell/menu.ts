// menu.ts — the pages of the zone, in groups: those that one may read, in the order of one's work.
import type { LocationQueryRaw, RouteLocationRaw, Router } from 'vue-router'
import type { IconName } from '@/components/icons'
import { mayAny, me, type Right } from '@/me'
import type { MessageKey } from '@/messages'

export interface MenuItem {
  label: MessageKey
  icon: IconName
  route: string
  params?: Record<string, string>
  query?: LocationQueryRaw
  /** The second key of "g …". */
  key?: string
  /** Any of them will do. */
  needs: Right[]
}

export interface MenuGroup {
  label: MessageKey
  items: MenuItem[]
}

const records = (entity: string, label: MessageKey, icon: IconName, key?: string): MenuItem => ({
  label, icon, route: 'list', params: { entity }, key, needs: [`${entity} read`],
})

const WORK: Right[] = ['project read', 'lead read']
const ofProjects = { params: { entity: 'project' }, needs: ['project read'] as Right[] }
const cockpit: MenuItem = { label: 'menu.cockpit', icon: 'cockpit', route: 'cockpit', key: 'h', needs: WORK }
const projects = records('project', 'menu.list', 'projects', 'p')
const problems = records('problem', 'menu.problems', 'problem', 'q')
const leads = records('lead', 'menu.leads', 'lead', 'l')
const week: MenuItem = { label: 'menu.week', icon: 'edit', route: 'week', key: 'w', needs: ['report_duty read'] }
const users = records('user', 'menu.users', 'people', 'o')
const audit: MenuItem = { label: 'audit', icon: 'audit', route: 'audit', needs: ['audit_record read'] }
const rights: MenuItem = { label: 'menu.rights', icon: 'lock', route: 'rights', needs: ['role_right read'] }

const GROUPS = {
  look: {
    label: 'menu.look',
    items: [
      cockpit,
      { label: 'menu.screen', icon: 'screen', route: 'screen', key: 's', needs: ['project read'] },
      { label: 'menu.metrics', icon: 'metric', route: 'metrics', key: 'm', needs: WORK },
      { label: 'lights.rules', icon: 'lamp', route: 'lights', needs: ['lamp_rule read'] },
      { label: 'menu.reports', icon: 'report', route: 'reports', key: 'r', needs: ['report_run read'] },
    ],
  },
  projects: {
    label: 'menu.projects',
    items: [
      projects,
      { label: 'menu.board', icon: 'board', route: 'board', key: 'b', ...ofProjects },
      { label: 'menu.timeline', icon: 'timeline', route: 'timeline', key: 't', ...ofProjects },
      { label: 'menu.map', icon: 'map', route: 'map', key: 'a', ...ofProjects },
      problems,
      { label: 'ledger.classified', icon: 'columns', route: 'problem-ledger', needs: ['problem read'] },
      records('slip', 'slips', 'file'),
      week,
      { label: 'menu.weeks', icon: 'calendar', route: 'weeks', key: 'k', needs: ['report_week update'] },
      { label: 'menu.clocks', icon: 'calendar', route: 'clocks', needs: ['clock read'] },
    ],
  },
  meet: {
    label: 'menu.meet',
    items: [
      { label: 'menu.meetings', icon: 'calendar', route: 'meetings', key: 'c', needs: ['meeting read'] },
      { label: 'menu.promises', icon: 'promise', route: 'promises', key: 'n', needs: ['promise read'] },
    ],
  },
  ahead: {
    label: 'menu.ahead',
    items: [records('reserve', 'menu.reserve', 'reserve'), leads, records('grant', 'menu.grants', 'grant'), records('fund', 'menu.funds', 'fund')],
  },
  base: {
    label: 'menu.base',
    items: [
      records('unit', 'menu.units', 'unit', 'u'),
      records('enterprise', 'menu.enterprises', 'enterprise', 'e'),
      { label: 'menu.calendar', icon: 'calendar', route: 'calendar', key: 'd', needs: ['calendar_day read'] },
      { label: 'menu.entities', icon: 'more', route: 'entities', needs: WORK },
    ],
  },
  data: {
    label: 'menu.data',
    items: [
      { label: 'menu.import', icon: 'import', route: 'import', key: 'i', needs: ['import_run import'] },
      { label: 'menu.imports', icon: 'history', route: 'imports', needs: ['import_run read'] },
    ],
  },
  people: {
    label: 'menu.people',
    items: [
      users,
      { label: 'menu.signedIn', icon: 'key', route: 'signed-in', needs: ['user update'] },
      rights,
      audit,
      { label: 'menu.jobs', icon: 'history', route: 'jobs', needs: ['job_run read'] },
      { label: 'menu.backups', icon: 'backup', route: 'backups', needs: ['backup_run read'] },
    ],
  },
} as const satisfies Record<string, MenuGroup>

type GroupName = keyof typeof GROUPS
const USUAL: GroupName[] = ['look', 'projects', 'meet', 'ahead', 'base', 'data', 'people']

/** What a role comes for stands first (domain.md §1). */
const FIRST_GROUPS: Record<string, GroupName[]> = {
  leader: ['projects', 'meet'],
  reporter: ['projects', 'meet', 'data'],
  chief: ['projects', 'meet'],
  steward: ['projects'],
  squad: ['ahead', 'projects'],
  approver: ['projects'],
  statistician: ['projects', 'data'],
  enterprise: ['projects'],
  sysadmin: ['people'],
  secadmin: ['people'],
  auditor: ['people'],
}

const FIRST_PAGE: Record<string, MenuItem> = {
  leader: { ...problems, query: { where: 'open' } },
  reporter: week,
  chief: week,
  steward: { ...problems, query: { where: 'open' } },
  squad: leads,
  approver: { ...problems, query: { where: 'open' } },
  statistician: projects,
  enterprise: projects,
  sysadmin: users,
  secadmin: users,
  auditor: audit,
}

const isOpen = (router: Router, item: MenuItem) => router.hasRoute(item.route) && mayAny(item.needs)

export function menuOf(router: Router): MenuGroup[] {
  const first = FIRST_GROUPS[me.value?.role ?? ''] ?? []
  return [...new Set([...first, ...USUAL])]
    .map((name): MenuGroup => ({ label: GROUPS[name].label, items: GROUPS[name].items.filter((item: MenuItem) => isOpen(router, item)) }))
    .filter((group) => group.items.length)
}

/** Where one begins; undefined: there is nothing that one may see. */
export function firstPage(router: Router): MenuItem | undefined {
  const own = FIRST_PAGE[me.value?.role ?? ''] ?? cockpit
  return isOpen(router, own) ? own : menuOf(router)[0]?.items[0]
}

export function toItem(item: MenuItem, zone: string, asOf: string): RouteLocationRaw {
  return { name: item.route, params: { zone, ...item.params }, query: { ...item.query, ...(asOf ? { as_of: asOf } : {}) } }
}
