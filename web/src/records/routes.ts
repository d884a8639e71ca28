// routes.ts — addresses of this room's pages.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/entities', name: 'entities', component: () => import('./EntitiesPage.vue') },
  { path: '/z/:zone/e/:entity', name: 'list', component: () => import('./list/RecordListPage.vue'), meta: { dated: true } },
  { path: '/z/:zone/e/:entity/new', name: 'new', component: () => import('./form/NewPage.vue') },
  { path: '/z/:zone/e/:entity/:id(\\d+)', name: 'record', component: () => import('./page/RecordPage.vue'), meta: { dated: true } },
]
