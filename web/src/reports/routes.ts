// routes.ts — addresses of this room's pages.
import type { RouteRecordRaw } from 'vue-router'

export const routes: RouteRecordRaw[] = []
