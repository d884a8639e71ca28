// popup.ts — what a point tells when it is opened: title and facts of its projects, as elements.
import { money } from '@/format'

export interface Told {
  title: string
  href: string
  facts: string[]
  amount: number | undefined
}

export interface PopupDeeds {
  open(href: string): void
  /** Absent when nothing can be changed. */
  adjust?: { label: string; run: () => void }
}

function element<K extends keyof HTMLElementTagNameMap>(name: K, className: string, text: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  made.className = className
  made.textContent = text
  return made
}

function link({ href, title }: Told, deeds: PopupDeeds): HTMLElement {
  const made = element('a', '', title)
  made.href = href
  made.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    deeds.open(href)
  })
  return made
}

export function popupOf(projects: Told[], deeds: PopupDeeds): HTMLElement {
  const box = element('div', 'told', '')
  for (const told of projects) {
    const title = element('p', '', '')
    title.append(link(told, deeds))
    const facts = [...told.facts, ...(told.amount === undefined ? [] : [money(told.amount)])]
    box.append(title, element('p', 'soft small', facts.join(' · ')))
  }
  if (projects.length === 1 && deeds.adjust) {
    const button = element('button', 'tool', deeds.adjust.label)
    button.type = 'button'
    button.addEventListener('click', deeds.adjust.run)
    box.append(button)
  }
  return box
}
