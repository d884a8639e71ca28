// routes.ts — addresses of metrics.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/m/:metric', name: 'metric', component: () => import('./MetricPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/metrics', name: 'metrics', component: () => import('./CataloguePage.vue'), meta: { dated: true } },
]
