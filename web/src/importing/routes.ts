// routes.ts — addresses of imports.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/import/:run(\\d+)?', name: 'import', component: () => import('./ImportPage.vue') },
  { path: '/z/:zone/imports', name: 'imports', component: () => import('./ImportsPage.vue') },
]
