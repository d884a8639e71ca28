// main.ts — starts the application.
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'

createApp(App).use(router).mount('#app')
