// routes.ts — addresses of this room's pages.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./SignInPage.vue'), meta: { bare: true, open: true } },
  { path: '/new-password', name: 'new-password', component: () => import('./NewPasswordPage.vue'), meta: { bare: true } },
  { path: '/me', name: 'profile', component: () => import('./ProfilePage.vue') },
  { path: '/z/:zone/signed-in', name: 'signed-in', component: () => import('./SignedInPage.vue') },
  { path: '/z/:zone/rights', name: 'rights', component: () => import('./RightsPage.vue') },
]
