// upload.ts — a workbook on its way to the server; fetch() does not tell how far it is, XMLHttpRequest does.
import { language } from '@/language'
import { Failure, problemIn, stopped, unreachable } from './failure'
import type { ImportRun } from './types'

export interface Upload {
  finished: Promise<ImportRun>
  stop(): void
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function upload(zone: string, file: File, onProgress: (sent: number, total: number) => void): Upload {
  const request = new XMLHttpRequest()
  const query = new URLSearchParams({ zone, file_name: file.name })
  const finished = new Promise<ImportRun>((resolve, reject) => {
    request.open('POST', `/api/v1/imports?${query}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Accept-Language', language.value)
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total)
    request.onload = () => {
      const body = parse(request.responseText)
      if (request.status === 201 && body) resolve(body as ImportRun)
      else reject(new Failure(problemIn(body, request.status)))
    }
    request.onerror = () => reject(new Failure(unreachable))
    request.onabort = () => reject(new Failure(stopped))
    request.send(file)
  })
  return { finished, stop: () => request.abort() }
}
