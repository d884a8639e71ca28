// onepager.ts — what a meeting looks at when an item is called: the promise, or all about a project.
import { getRow, listRows } from '@/api/rows'
import { getForm } from '@/api/meta'
import type { Form, Row } from '@/api/types'
import { may } from '@/me'
import { textOf } from '../meetings'

export interface OnePager {
  promise?: Row
  project?: Row
  form?: Form
  problems: Row[]
  promises: Row[]
}

const MOST = 30

export async function loadOnePager(zone: string, item: Row, heldOn: string): Promise<OnePager> {
  const view = { as_of: heldOn }
  const project = Number(item.project ?? 0)
  const of = `open and project = ${project}`
  const [promise, row, form, problems, promises] = await Promise.all([
    item.promise ? getRow('promise', zone, Number(item.promise), view) : undefined,
    project && may('project', 'read') ? getRow('project', zone, project, view) : undefined,
    project ? getForm('project') : undefined,
    project && may('problem', 'read') ? listRows('problem', zone, { ...view, where: of, sort: 'due_on,id', limit: MOST, fields: 'description,category,unit,due_on,state,overdue' }) : undefined,
    project ? listRows('promise', zone, { ...view, where: of, sort: 'due_on,id', limit: MOST, fields: 'what,unit,person,due_on,proof,state,done_on,evidence,overdue,open' }) : undefined,
  ])
  const others = (promises?.items ?? []).filter((p) => textOf(p.id) !== textOf(item.promise))
  return { promise, project: row, form, problems: problems?.items ?? [], promises: others }
}
