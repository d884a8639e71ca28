// all.mjs — every test of the web application, one after the other, on one program.
import { done } from './tap.mjs'

for (const part of ['messages', 'size', 'formats', 'walk']) {
  const { default: test } = await import(`./${part}.mjs`)
  await test()
}
done()
