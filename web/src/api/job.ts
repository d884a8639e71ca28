// job.ts — work that the server does in the background: started, followed over server-sent events, stopped.
import { reactive } from 'vue'
import { answer, client } from './client'
import type { Job } from './types'

const POLL_MS = 1000

function getJob(id: string): Promise<Job> {
  return answer(client.GET('/api/v1/jobs/{job}', { params: { path: { job: id } } }))
}

/** Resolves when the stream of events ends, be it because the job is over or because the connection broke. */
function listen(id: string, onProgress: (done: number, total: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const events = new EventSource(`/api/v1/jobs/${encodeURIComponent(id)}/events`)
    const end = () => {
      events.close()
      resolve()
    }
    events.addEventListener('progress', (event: MessageEvent<string>) => {
      const { done, total } = JSON.parse(event.data) as Pick<Job, 'done' | 'total'>
      onProgress(done, total)
    })
    events.addEventListener('done', end)
    events.addEventListener('error', end)
  })
}

export function useJob() {
  const job = reactive({ id: '', running: false, done: 0, total: 0 })

  function tell(done: number, total: number) {
    job.done = done
    job.total = total
  }

  /** Starts a job and resolves when it is over, one way or another. */
  async function run(start: () => Promise<{ job: string }>): Promise<Job> {
    tell(0, 0)
    job.running = true
    try {
      job.id = (await start()).job
      await listen(job.id, tell)
      for (;;) {
        const now = await getJob(job.id)
        tell(now.done, now.total)
        if (now.state !== 'running') return now
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
      }
    } finally {
      job.running = false
    }
  }

  async function cancel() {
    await answer(client.DELETE('/api/v1/jobs/{job}', { params: { path: { job: job.id } } }))
  }

  return { job, run, cancel }
}
