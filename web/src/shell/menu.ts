// menu.ts — the pages of a zone, in groups; who looks decides what comes first.
import type { RouteLocationRaw, Router } from 'vue-router'
import type { IconName } from '@/components/icons'
import type { MessageKey } from '@/messages'
import type { Role } from '@/settings'

export interface MenuItem {
  label: MessageKey
  icon: IconName
  route: string
  params?: Record<string, string>
  /** The second key of "g …". */
  key?: string
}

export interface MenuGroup {
  label: MessageKey
  items: MenuItem[]
}

const records = (entity: string, label: MessageKey, icon: IconName, key?: string): MenuItem => ({ label, icon, route: 'list', params: { entity }, key })

const GROUPS = {
  look: {
    label: 'menu.look',
    items: [
      { label: 'menu.cockpit', icon: 'cockpit', route: 'cockpit', key: 'h' },
      { label: 'menu.screen', icon: 'screen', route: 'screen', key: 's' },
      { label: 'menu.metrics', icon: 'metric', route: 'metrics', key: 'm' },
      { label: 'menu.reports', icon: 'report', route: 'reports', key: 'r' },
    ],
  },
  projects: {
    label: 'menu.projects',
    items: [
      records('project', 'menu.list', 'projects', 'p'),
      { label: 'menu.board', icon: 'board', route: 'board', params: { entity: 'project' }, key: 'b' },
      { label: 'menu.timeline', icon: 'timeline', route: 'timeline', params: { entity: 'project' }, key: 't' },
      { label: 'menu.map', icon: 'map', route: 'map', params: { entity: 'project' }, key: 'a' },
      records('problem', 'menu.problems', 'problem', 'q'),
    ],
  },
  ahead: {
    label: 'menu.ahead',
    items: [
      records('reserve', 'menu.reserve', 'reserve'),
      records('lead', 'menu.leads', 'lead', 'l'),
      records('grant', 'menu.grants', 'grant'),
      records('fund', 'menu.funds', 'fund'),
    ],
  },
  base: {
    label: 'menu.base',
    items: [
      records('unit', 'menu.units', 'unit', 'u'),
      records('enterprise', 'menu.enterprises', 'enterprise', 'e'),
      { label: 'menu.entities', icon: 'more', route: 'entities' },
    ],
  },
  data: {
    label: 'menu.data',
    items: [
      { label: 'menu.import', icon: 'import', route: 'import', key: 'i' },
      { label: 'menu.imports', icon: 'history', route: 'imports' },
      { label: 'menu.backups', icon: 'backup', route: 'backups' },
      { label: 'audit', icon: 'audit', route: 'audit' },
    ],
  },
} as const satisfies Record<string, MenuGroup>

/** Order of groups by who looks (domain.md §1); every page stays within reach. */
const ORDER: Record<Role, (keyof typeof GROUPS)[]> = {
  office: ['look', 'projects', 'ahead', 'base', 'data'],
  leader: ['look', 'projects', 'ahead', 'base', 'data'],
  reporter: ['projects', 'data', 'look', 'ahead', 'base'],
  squad: ['ahead', 'projects', 'look', 'base', 'data'],
  statistician: ['projects', 'data', 'look', 'base', 'ahead'],
  viewer: ['look', 'projects', 'ahead', 'base', 'data'],
}

/** The first page of a zone, by who looks. */
const FIRST: Record<Role, MenuItem> = {
  office: GROUPS.look.items[0],
  leader: GROUPS.look.items[0],
  reporter: GROUPS.projects.items[0],
  squad: GROUPS.ahead.items[1],
  statistician: GROUPS.projects.items[0],
  viewer: GROUPS.look.items[0],
}

/** The menu with the pages that there are. */
export function menuOf(router: Router, who: Role): MenuGroup[] {
  return ORDER[who]
    .map((name): MenuGroup => ({ label: GROUPS[name].label, items: GROUPS[name].items.filter((item: MenuItem) => router.hasRoute(item.route)) }))
    .filter((group) => group.items.length)
}

export function firstPage(router: Router, who: Role): MenuItem {
  return router.hasRoute(FIRST[who].route) ? FIRST[who] : GROUPS.look.items[0]
}

export function toItem(item: MenuItem, zone: string, asOf: string): RouteLocationRaw {
  return { name: item.route, params: { zone, ...item.params }, query: asOf ? { as_of: asOf } : {} }
}
