// router.ts — addresses of pages.  Every page can be linked to: zone, date, grouping and conditions are in the address.
import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteLocationRaw } from 'vue-router'
import { routes as audit } from '@/audit/routes'
import { routes as calendar } from '@/calendar/routes'
import { routes as cockpit } from '@/cockpit/routes'
import { routes as importing } from '@/importing/routes'
import { routes as meetings } from '@/meetings/routes'
import { routes as lights } from '@/lights/routes'
import { routes as metrics } from '@/metrics/routes'
import { routes as past } from '@/past/routes'
import { routes as operate } from '@/operate/routes'
import { routes as people } from '@/people/routes'
import { routes as problems } from '@/problems/routes'
import { routes as records } from '@/records/routes'
import { routes as reports } from '@/reports/routes'
import { routes as views } from '@/views/routes'
import { routes as weeks } from '@/weeks/routes'
import { firstPage, toItem } from '@/shell/menu'
import { findMe, hasRole, me } from '@/me'
import { knownAt } from '@/moment'
import { usualAsOf } from '@/zones'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shows figures of a date: ?as_of= is filled in. */
    dated?: boolean
    /** Shows figures of a date, by itself the latest: looks into the past all the same. */
    past?: boolean
    /** Fills the window by itself: no menu, no head. */
    bare?: boolean
    /** For people who are not signed in. */
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('@/people/NoRolePage.vue') },
    ...people,
    ...cockpit,
    ...calendar,
    ...metrics,
    ...meetings,
    ...lights,
    ...importing,
    ...reports,
    ...operate,
    ...audit,
    ...views,
    ...weeks,
    ...past,
    ...problems,
    ...records,
    { path: '/:path(.*)*', name: 'missing', component: () => import('@/shell/MissingPage.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash, top: 64 } : to.path === from.path ? undefined : { top: 0 }),
})

/** A repeated query parameter, as a list. */
export function queryList(to: RouteLocationNormalized, name: string): string[] {
  return [to.query[name] ?? []].flat().filter((value): value is string => Boolean(value))
}

export function queryText(to: RouteLocationNormalized, name: string): string {
  return queryList(to, name)[0] ?? ''
}

/** A part of the address; "" where the route has none of that name. */
export function paramText(to: RouteLocationNormalized, name: string): string {
  const value = to.params[name]
  return typeof value === 'string' ? value : ''
}

let isStep = false // back or forward: to a page as it was
router.options.history.listen(() => (isStep = true))
router.afterEach((to) => {
  isStep = false
  knownAt.value = looksBack(to) ? queryText(to, 'known_at') : ''
})

const looksBack = (page: RouteLocationNormalized) => Boolean(page.meta.dated ?? page.meta.past)

/** One stays in the past from page to page, until one leaves it. */
function staysPast(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  return Boolean(looksBack(to) && looksBack(from) && to.path !== from.path && !isStep && queryText(from, 'known_at') && !queryText(to, 'known_at'))
}

/** Where one has to go first: to sign in, to choose a password of one's own. */
function firstThing(to: RouteLocationNormalized): RouteLocationRaw | undefined {
  const query = to.name === 'home' ? {} : { to: to.fullPath }
  if (!me.value) return to.meta.open ? undefined : { name: 'sign-in', query }
  if (me.value.must_change) return to.name === 'new-password' ? undefined : { name: 'new-password', query }
  if (to.meta.open) return '/'
  return hasRole.value || to.name === 'home' || to.name === 'profile' ? undefined : '/'
}

router.beforeEach(async (to, from) => {
  if (!me.value) await findMe()
  const first = firstThing(to)
  if (first ?? !me.value) return first ?? true
  const page = to.name === 'home' && firstPage(router)
  if (page) return toItem(page, me.value.zone.code, '')
  if (staysPast(to, from)) return { ...to, query: { ...to.query, known_at: queryText(from, 'known_at') } }
  if (!to.meta.dated || queryText(to, 'as_of')) return true
  return { ...to, query: { ...to.query, as_of: usualAsOf() }, ...(to.path === from.path ? { replace: true } : {}) }
})
