// client.ts — calls to the API, typed by docs/api.json.
import createClient from 'openapi-fetch'
import { addMoment } from '@/moment'
import { ask } from './ask'
import { Failure, problemIn } from './failure'
import type { paths } from './schema'

export const client = createClient<paths>({ fetch: ask })

client.use({
  onRequest({ request }) {
    const url = new URL(request.url)
    return request.method === 'GET' && addMoment(url.searchParams) ? new Request(url, request) : undefined
  },
})

interface Call<T> {
  data?: T
  error?: unknown
  response: Response
}

/** What a call answers; throws Failure when it answers a problem. */
export async function answer<T>(call: Promise<Call<T>>): Promise<T> {
  const { data, error, response } = await call
  if (!response.ok || data === undefined) throw new Failure(problemIn(error, response.status))
  return data
}

/** For calls that answer with nothing. */
export async function done(call: Promise<Call<unknown>>): Promise<void> {
  const { error, response } = await call
  if (!response.ok) throw new Failure(problemIn(error, response.status))
  if (!response.bodyUsed) await response.text() // else the browser holds the request open until one leaves
}
