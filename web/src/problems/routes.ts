// routes.ts — addresses of the classified ledger.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/problems/ledger', name: 'problem-ledger', component: () => import('./LedgerPage.vue'), meta: { dated: true } },
]
