// routes.ts — addresses of this room's pages.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/e/:entity/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/e/:entity/timeline', name: 'timeline', component: () => import('./TimelinePage.vue'), meta: { dated: true } },
  { path: '/z/:zone/e/:entity/map', name: 'map', component: () => import('./MapPage.vue'), meta: { dated: true } },
]
