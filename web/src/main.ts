// main.ts — starts the application.
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

// The page's own part is on its way while the application starts and asks who is there.
for (const { components } of router.resolve(location.pathname + location.search).matched) {
  const page = components?.default as (() => Promise<unknown>) | undefined
  if (typeof page === 'function') void page().catch(() => {}) // the router asks again, and says what is wrong
}
createApp(App).use(router).mount('#app')
