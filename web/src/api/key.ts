// key.ts — a name for one request, so that a repeated one is known.  Pages on a network without TLS have no randomUUID().
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(16).padStart(8, '0')).join('')
}
