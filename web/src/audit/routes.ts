// routes.ts — addresses of the audit.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/audit', name: 'audit', component: () => import('./AuditPage.vue') },
  { path: '/z/:zone/audit/:id(\\d+)', name: 'audit-record', component: () => import('./AuditRecordPage.vue') },
]
