// router.ts — addresses of pages.  Every page can be linked to: zone, date, grouping and conditions are in the address.
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { routes as audit } from '@/audit/routes'
import { routes as cockpit } from '@/cockpit/routes'
import { routes as importing } from '@/importing/routes'
import { routes as metrics } from '@/metrics/routes'
import { routes as past } from '@/past/routes'
import { routes as operate } from '@/operate/routes'
import { routes as records } from '@/records/routes'
import { routes as reports } from '@/reports/routes'
import { routes as views } from '@/views/routes'
import { isSignedIn } from '@/shell/me'
import { firstPage, toItem } from '@/shell/menu'
import { role } from '@/settings'
import { knownAt } from '@/moment'
import { homeZone, loadZones, rememberZone, usualAsOf, zones } from '@/zones'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shows figures of a date: ?as_of= is filled in. */
    dated?: boolean
    /** Fills the window by itself: no menu, no head. */
    bare?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('@/shell/NewZonePage.vue') },
    { path: '/new', name: 'new-zone', component: () => import('@/shell/NewZonePage.vue') },
    { path: '/sign-in', name: 'sign-in', component: () => import('@/shell/SignIn.vue'), meta: { bare: true } },
    ...cockpit,
    ...metrics,
    ...importing,
    ...reports,
    ...operate,
    ...audit,
    ...views,
    ...past,
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
  knownAt.value = to.meta.dated ? queryText(to, 'known_at') : ''
})

/** One stays in the past from page to page, until one leaves it. */
function staysPast(to: RouteLocationNormalized, from: RouteLocationNormalized): boolean {
  return Boolean(to.meta.dated && from.meta.dated && to.path !== from.path && !isStep && queryText(from, 'known_at') && !queryText(to, 'known_at'))
}

router.beforeEach(async (to, from) => {
  if (to.name === 'sign-in') return true
  if (!(await isSignedIn())) return { name: 'sign-in', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
  if (!zones.value.length) await loadZones().catch(() => undefined) // the page asks again and says why
  const home = homeZone()
  if (to.name === 'home' && home) return toItem(firstPage(router, role.value), home.code, '')
  const zone = paramText(to, 'zone')
  if (zone) rememberZone(zone)
  if (staysPast(to, from)) return { ...to, query: { ...to.query, known_at: queryText(from, 'known_at') } }
  if (!to.meta.dated || queryText(to, 'as_of')) return true
  return { ...to, query: { ...to.query, as_of: await usualAsOf(zone) }, ...(to.path === from.path ? { replace: true } : {}) }
})
