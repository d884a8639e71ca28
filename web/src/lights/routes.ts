// routes.ts — addresses of the rules of lights.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/lights', name: 'lights', component: () => import('./RulesPage.vue'), meta: { dated: true } },
]
