// routes.ts — addresses of the weekly report.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/week', name: 'week', component: () => import('./DeskPage.vue') },
  { path: '/z/:zone/weeks', name: 'weeks', component: () => import('./OverviewPage.vue') },
]
