// router.ts — addresses of pages.  Every page can be linked to: zone, date, grouping and conditions are in the address.
import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { homeZone, loadZones, rememberZone, usualAsOf, zones } from '@/zones'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shows figures of a date: ?as_of= is filled in. */
    dated?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'home', component: () => import('@/pages/NewZonePage.vue') },
    { path: '/new', name: 'new', component: () => import('@/pages/NewZonePage.vue') },
    { path: '/z/:zone', name: 'totals', component: () => import('@/pages/TotalsPage.vue'), meta: { dated: true } },
    { path: '/z/:zone/m/:metric', name: 'metric', component: () => import('@/pages/MetricPage.vue'), meta: { dated: true } },
    { path: '/z/:zone/import/:run(\\d+)?', name: 'import', component: () => import('@/pages/ImportPage.vue') },
    { path: '/:path(.*)*', name: 'missing', component: () => import('@/pages/MissingPage.vue') },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

/** A repeated query parameter, as a list. */
export function queryList(to: RouteLocationNormalized, name: string): string[] {
  return [to.query[name] ?? []].flat().filter((value): value is string => Boolean(value))
}

export function queryText(to: RouteLocationNormalized, name: string): string {
  return queryList(to, name)[0] ?? ''
}

router.beforeEach(async (to) => {
  if (!zones.value.length) await loadZones().catch(() => undefined) // the page asks again and says why
  const home = homeZone()
  if (to.name === 'home' && home) return { name: 'totals', params: { zone: home.code } }
  const zone = typeof to.params.zone === 'string' ? to.params.zone : ''
  if (zone) rememberZone(zone)
  if (!to.meta.dated || queryText(to, 'as_of')) return true
  return { ...to, query: { ...to.query, as_of: await usualAsOf(zone) }, replace: true }
})
