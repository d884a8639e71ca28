// failure.ts — why a call did not work, in both languages.
import { noteUnreachable } from '@/shell/connection'
import type { Problem } from './types'

export class Failure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail)
  }
}

function local(code: string, zh: string, en: string, status = 0): Problem {
  return { type: 'about:blank', title: en, status, code, detail: en, detail_zh: zh, detail_en: en }
}

export const unreachable = local(
  'WEB-01',
  '连接不上服务：请确认 steward serve 正在运行，然后重试',
  'the server cannot be reached: check that steward serve is running, then try again',
)

export const stopped = local('WEB-02', '已取消，没有写入任何内容', 'cancelled; nothing was written')

export function unexpected(status: number): Problem {
  return local(
    'WEB-03',
    `服务的回答无法识别（HTTP ${status}），请稍后重试`,
    `the server's answer makes no sense (HTTP ${status}); try again later`,
    status,
  )
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value
}

export function problemIn(value: unknown, status: number): Problem {
  return isProblem(value) ? value : unexpected(status)
}

/** Whatever was thrown, as a problem to show. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Failure) return thrown.problem
  if (thrown instanceof DOMException && thrown.name === 'AbortError') return unreachable // the page is being left
  if (!(thrown instanceof TypeError)) throw thrown
  noteUnreachable() // what fetch() throws
  return unreachable
}
