// routes.ts — addresses of the cockpit.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone', name: 'cockpit', component: () => import('./CockpitPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/screen', name: 'screen', component: () => import('./screen/ScreenPage.vue'), meta: { bare: true, past: true } },
]
