// routes.ts — addresses of the pages about days and limits.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/z/:zone/calendar', name: 'calendar', component: () => import('./CalendarPage.vue') },
  { path: '/z/:zone/clocks', name: 'clocks', component: () => import('./ClocksPage.vue') },
  { path: '/z/:zone/clocks/:id(\\d+)', name: 'clock', component: () => import('./ClockPage.vue') },
]
