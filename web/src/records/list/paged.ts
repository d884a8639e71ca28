// paged.ts — the rows of one condition, read page by page: first what is looked at, then quietly the rest.
import { shallowReactive } from 'vue'
import type { Page } from '@/api/rows'
import { problemOf } from '@/api/failure'
import type { Problem, Row } from '@/api/types'

const FIRST_PAGE = 100
const NEXT_PAGE = 1000
/** Lists up to this length are read whole, so that the end is at hand. */
const WHOLE = 20_000
const AHEAD = 2_000

export type AskPage = (cursor: string | undefined, limit: number) => Promise<Page>

export class PagedRows {
  readonly now = shallowReactive({ rows: [] as readonly Row[], count: 0, problem: undefined as Problem | undefined })
  private cursor: string | undefined
  private done = false
  private running: Promise<void> | undefined
  private stopped = false
  private wanted = WHOLE

  /** `count`: how many there are, where that is known; the first page says it otherwise. */
  constructor(
    private readonly ask: AskPage,
    count = 0,
  ) {
    this.now.count = count
  }

  /** The first page; the others follow by themselves. */
  async begin(): Promise<void> {
    await (this.running = this.turn(FIRST_PAGE).finally(() => (this.running = undefined)))
    void this.run()
  }

  /** Rows up to `index` are looked at. */
  see(index: number) {
    this.wanted = Math.max(this.wanted, index + AHEAD)
    void this.run()
  }

  again() {
    this.now.problem = undefined
    void this.run()
  }

  stop() {
    this.stopped = true
  }

  private run(): Promise<void> {
    this.running ??= this.go().finally(() => (this.running = undefined))
    return this.running
  }

  private async go(): Promise<void> {
    while (!this.done && !this.stopped && !this.now.problem && this.now.rows.length < this.wanted) await this.turn(NEXT_PAGE)
  }

  private async turn(limit: number): Promise<void> {
    try {
      const page = await this.ask(this.cursor, limit)
      this.now.rows = this.now.rows.length ? [...this.now.rows, ...page.items] : page.items
      this.now.count = page.next === null ? this.now.rows.length : Math.max(page.count ?? this.now.count, this.now.rows.length + 1)
      this.cursor = page.next ?? undefined
      this.done = page.next === null
    } catch (thrown) {
      this.now.problem = problemOf(thrown)
    }
  }
}
