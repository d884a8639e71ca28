// upload.ts — a file on its way to the server; fetch() does not tell how far it is, XMLHttpRequest does.
import { language } from '@/language'
import { asksAgain } from './ask'
import { Failure, problemIn, stopped, unreachable } from './failure'
import type { ImportRun } from './types'

export interface Upload<T> {
  finished: Promise<T>
  stop(): void
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type OnProgress = (sent: number, total: number) => void

/** `T` is what the API document promises of `path`. */
export function sendFile<T>(path: string, query: Record<string, string>, file: File, onProgress: OnProgress): Upload<T> {
  const request = new XMLHttpRequest()
  function send() {
    request.open('POST', `${path}?${new URLSearchParams(query)}`)
    request.setRequestHeader('Content-Type', 'application/octet-stream')
    request.setRequestHeader('Accept-Language', language.value)
    request.send(file)
  }
  const finished = new Promise<T>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total)
    request.onload = async () => {
      const body = parse(request.responseText)
      if (request.status === 201 && body) resolve(body as T)
      else if (await asksAgain(request.status, body)) send()
      else reject(new Failure(problemIn(body, request.status)))
    }
    request.onerror = () => reject(new Failure(unreachable))
    request.onabort = () => reject(new Failure(stopped))
    send()
  })
  return { finished, stop: () => request.abort() }
}

/** A workbook to import. */
export function upload(zone: string, file: File, onProgress: OnProgress): Upload<ImportRun> {
  return sendFile('/api/v1/imports', { zone, file_name: file.name }, file, onProgress)
}
