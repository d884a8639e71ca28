// routes.ts — addresses of this room's pages.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/e/:entity/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { dated: true } },
]
