// vite.config.ts — builds the web application that the program embeds: everything local, nothing inline.
import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'

/** What would make a large file of the one that it comes with: ECharts' drawing library, and Vue. */
function apart(id: string): string | undefined {
  if (id.includes('/node_modules/zrender/')) return 'zrender'
  return /\/node_modules\/(@vue|vue|vue-router)\//.test(id) ? 'vue' : undefined
}

export default defineConfig({
  plugins: [vue(), elementPlus({})],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { output: { manualChunks: apart } },
    chunkSizeWarningLimit: 600,
  },
  // the server must see the address that the browser does, lest it take a write for another site's
  server: { proxy: { '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false } } },
})
