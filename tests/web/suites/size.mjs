// size.mjs — the build is small, and nothing in its page is inline or from elsewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { equal, ok, part } from '../tap.mjs'
import { root } from '../tools.mjs'

const LARGEST_CHUNK = 120 * 1024

export default () =>
  part('size', async () => {
    const dist = join(root, 'web/dist')
    if (!ok(existsSync(join(dist, 'index.html')), 'web/dist is built')) return
    const html = readFileSync(join(dist, 'index.html'), 'utf8')
    equal(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/.test(html), false, 'index.html holds no inline script or style')
    equal(/(?:src|href)="(?:https?:)?\/\//.test(html), false, 'index.html asks no other host')
    const assets = readdirSync(join(dist, 'assets'))
    const large = assets.filter((name) => gzipSync(readFileSync(join(dist, 'assets', name)), { level: 9 }).length > LARGEST_CHUNK)
    equal(large.join(' '), '', 'no asset is larger than 120 kB gzip')
    const elsewhere = assets.filter((name) => name.endsWith('.css') && /url\(["']?(?:https?:)?\/\//.test(readFileSync(join(dist, 'assets', name), 'utf8')))
    equal(elsewhere.join(' '), '', 'style sheets fetch nothing from elsewhere')
  })
