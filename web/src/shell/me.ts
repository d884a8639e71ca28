// me.ts — who is signed in here, and getting in and out.
import { ref } from 'vue'
import { answer, client, done } from '@/api/client'
import type { Me } from '@/api/types'

/** Nobody: undefined. */
export const me = ref<Me>()

/** Asks the server once; false when nobody is signed in. */
export async function isSignedIn(): Promise<boolean> {
  me.value ??= await answer(client.GET('/api/v1/me')).catch(() => undefined)
  return me.value !== undefined && !me.value.must_change
}

export async function signIn(login: string, password: string, code: string): Promise<Me> {
  const body = { login, password, ...(code ? { code } : {}) }
  return (me.value = await answer(client.POST('/api/v1/sign-in', { body })))
}

export async function changePassword(old: string, next: string): Promise<void> {
  await done(client.POST('/api/v1/me/password', { body: { old, new: next } }))
  if (me.value) me.value.must_change = false
}

/** The page is loaded anew, so that nothing of what was shown stays behind. */
export async function signOut(): Promise<void> {
  await done(client.POST('/api/v1/sign-out')).catch(() => undefined)
  window.location.assign('/sign-in')
}

/** A session that ended elsewhere: sign in, and come back to where one was. */
client.use({
  onResponse({ request, response }) {
    if (response.status !== 401 || !me.value || request.url.endsWith('/sign-in')) return
    me.value = undefined
    const { pathname, search } = window.location
    window.location.assign(`/sign-in?${new URLSearchParams({ to: pathname + search })}`)
  },
})
