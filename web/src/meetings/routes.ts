// routes.ts — addresses of meetings and of what was promised at them.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/meetings', name: 'meetings', component: () => import('./MeetingsPage.vue') },
  { path: '/z/:zone/meetings/:id(\\d+)/mode', name: 'meeting-mode', component: () => import('./mode/ModePage.vue'), meta: { bare: true } },
  { path: '/z/:zone/promises', name: 'promises', component: () => import('./PromisesPage.vue'), meta: { dated: true } },
]
