// routes.ts — addresses of pages for whoever keeps the server.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/backups', name: 'backups', component: () => import('./BackupsPage.vue') },
  { path: '/z/:zone/jobs', name: 'jobs', component: () => import('./JobsPage.vue') },
]
