// files.ts — files of a row: where their bytes are, which of them a browser shows.

export interface FileRow {
  id: number
  version: number
  name: string
  content_type: string | null
  length: number
  created_at?: string
}

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp']

export const isPicture = (file: FileRow) => PICTURES.includes(file.content_type ?? '')
export const isShown = (file: FileRow) => isPicture(file) || file.content_type === 'application/pdf'

export function contentOf(file: FileRow, zone: string): string {
  return `/api/v1/attachments/${file.id}/content?zone=${encodeURIComponent(zone)}`
}

/** "3.2 MB" */
export function byteText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
