// routes.ts — addresses of reports.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/reports', name: 'reports', component: () => import('./ReportsPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/reports/:name', name: 'report', component: () => import('./ReportPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/reports/issued/:id(\\d+)', name: 'issued', component: () => import('./IssuedPage.vue') },
  { path: '/z/:zone/reports/issued/:id(\\d+)/figure', name: 'frozen-figure', component: () => import('./FrozenFigurePage.vue') },
]
