// ask.ts — how every request leaves: in the person's language; asked again after signing in anew when a session ended.
import { language } from '@/language'

/** The server's word for "nobody is signed in". */
const STRANGER = 'AUT-05'
/** Asks just that, and needs no dialog to hear it. */
const WHO = '/api/v1/me'

/** Lets the person sign in where he is; false: he did not, or nobody was signed in here before. */
type SignInAgain = () => Promise<boolean>
let signInAgain: SignInAgain = () => Promise.resolve(false)

export function onSessionEnd(work: SignInAgain) {
  signInAgain = work
}

/** After an answer: shall the same request be sent once more? */
export async function asksAgain(status: number, problem: unknown): Promise<boolean> {
  const isStranger = status === 401 && typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === STRANGER
  return isStranger && signInAgain()
}

export async function ask(request: Request): Promise<Response> {
  request.headers.set('Accept-Language', language.value)
  const spare = request.clone() // a body is sent but once
  const response = await fetch(request)
  if (response.status !== 401 || new URL(request.url).pathname === WHO || !(await asksAgain(401, await response.clone().json().catch(() => undefined)))) return response
  return ask(spare)
}
