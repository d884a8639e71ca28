// download.ts — a file from the API to the person's disk; a problem instead of a file is thrown, not saved.
import { addMoment } from '@/moment'
import { ask } from './ask'
import { Failure, problemIn } from './failure'

function fileName(response: Response): string {
  const header = response.headers.get('Content-Disposition') ?? ''
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(header)?.[1]
  return encoded ? decodeURIComponent(encoded) : 'download'
}

export async function download(path: string, query: Record<string, string>): Promise<void> {
  const asked = new URLSearchParams(query)
  addMoment(asked)
  const response = await ask(new Request(`${path}?${asked}`))
  if (!response.ok) throw new Failure(problemIn(await response.json().catch(() => undefined), response.status))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = fileName(response)
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
