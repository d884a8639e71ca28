// routes.ts — addresses of what was deleted, and of comparisons.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/e/:entity/deleted', name: 'deleted', component: () => import('./DeletedPage.vue') },
  { path: '/z/:zone/e/:entity/compare', name: 'compare-list', component: () => import('./CompareListPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/e/:entity/:id(\\d+)/compare', name: 'compare-record', component: () => import('./CompareRecordPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/compare', name: 'compare-figures', component: () => import('./CompareFiguresPage.vue'), meta: { dated: true } },
]
