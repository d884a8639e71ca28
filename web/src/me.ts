// me.ts — who is signed in and what he may do.  The server decides; pages ask here what there is a point in showing.
import { computed, shallowRef } from 'vue'
import { answer, client, done } from '@/api/client'
import { problemOf } from '@/api/failure'
import { forgetMeta } from '@/api/meta'
import type { Me } from '@/api/types'

export type Act = 'read' | 'create' | 'update' | 'delete' | 'export' | 'import'
/** "project update", as routes of the API say what they ask for. */
export type Right = `${string} ${Act}`

export const me = shallowRef<Me>()
/** Has he a role, so that there is anything to see? */
export const hasRole = computed(() => Object.keys(me.value?.rights ?? {}).length > 0)

function take(found: Me) {
  if (JSON.stringify(found.rights) !== JSON.stringify(me.value?.rights)) forgetMeta()
  me.value = found
}

/** Throws Failure when nobody is signed in. */
export async function loadMe(): Promise<void> {
  take(await answer(client.GET('/api/v1/me')))
}

let isStranger = false

/** Who is signed in already?  That nobody is needs to be heard but once. */
export async function findMe(): Promise<void> {
  if (isStranger) return
  await loadMe().catch((thrown: unknown) => (isStranger = problemOf(thrown).status === 401))
}

export async function signIn(login: string, password: string, code: string): Promise<void> {
  take(await answer(client.POST('/api/v1/sign-in', { body: { login, password, ...(code ? { code } : {}) } })))
}

/** Nothing of what was shown stays in this window. */
export async function signOut(): Promise<void> {
  await done(client.POST('/api/v1/sign-out'))
  leave()
}

// The way back does not bring the page of before: who has signed out is gone from it too.
window.addEventListener('pageshow', (event) => event.persisted && window.location.reload())

export function leave() {
  window.location.assign('/sign-in')
}

/** Over which rows; undefined: none. */
export function reachOf(entity: string, act: Act): string | undefined {
  return me.value?.rights[entity]?.[act] ?? undefined
}

export function may(entity: string, act: Act): boolean {
  return reachOf(entity, act) !== undefined
}

export function mayAny(rights: readonly Right[]): boolean {
  return rights.some((right) => {
    const [entity = '', act] = right.split(' ')
    return may(entity, act as Act)
  })
}
