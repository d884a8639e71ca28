// tap.mjs — the Test Anything Protocol in a few lines.
let count = 0
let failed = 0

export function ok(condition, name, detail) {
  count++
  if (!condition) failed++
  console.log(`${condition ? 'ok' : 'not ok'} ${count} - ${name}`)
  if (!condition && detail !== undefined) console.log(String(detail).replace(/^/gm, '# '))
  return Boolean(condition)
}

export function equal(got, wanted, name) {
  return ok(got === wanted, name, `got ${JSON.stringify(got)}, wanted ${JSON.stringify(wanted)}`)
}

/** Runs a part; what it throws is a failure of the part, not the end of the others. */
export async function part(name, work) {
  try {
    await work()
  } catch (error) {
    ok(false, name, error.stack)
  }
}

export function done() {
  console.log(`1..${count}`)
  process.exitCode = failed ? 1 : 0
}
