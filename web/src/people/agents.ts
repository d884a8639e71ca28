// agents.ts — which browser on which machine, from what it says of itself; whatever else it is, as it stands.
import { t } from '@/language'

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/MicroMessenger/, 'WeChat'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const MACHINES: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]
const among = (list: [RegExp, string][], agent: string) => list.find(([sign]) => sign.test(agent))?.[1]

export function agentName(agent: string | null | undefined): string {
  if (!agent) return t('agent.unknown')
  const names = [among(BROWSERS, agent), among(MACHINES, agent)].filter(Boolean)
  return names.length ? names.join(' · ') : agent.slice(0, 60)
}
