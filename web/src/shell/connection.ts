// connection.ts — is the program within reach?  Asked again by itself until it is.
import { ref } from 'vue'

const AGAIN_MS = 3000

export const isOffline = ref(false)

async function look() {
  const answer = await fetch('/healthz').catch(() => undefined)
  if (answer?.ok) isOffline.value = false
  else setTimeout(() => void look(), AGAIN_MS)
}

/** A call found nobody there. */
export function noteUnreachable() {
  if (isOffline.value) return
  isOffline.value = true
  setTimeout(() => void look(), AGAIN_MS)
}

window.addEventListener('offline', noteUnreachable)
