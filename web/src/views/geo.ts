// geo.ts — places as the rows keep them: "longitude,latitude" in WGS-84 degrees; outlines as GeoJSON.
import type { GeoJsonObject } from 'geojson'
import { Failure } from '@/api/failure'
import type { Cell } from '@/api/types'

export interface Place {
  lng: number
  lat: number
}

export function readPlace(text: Cell | undefined): Place | undefined {
  const [lng, lat, ...more] = typeof text === 'string' ? text.split(/[,，]/).map((part) => (part.trim() ? Number(part) : NaN)) : []
  const fits = more.length === 0 && Math.abs(lng ?? NaN) <= 180 && Math.abs(lat ?? NaN) <= 90
  return fits ? { lng: lng!, lat: lat! } : undefined
}

/** Six decimals are ten centimetres. */
export const placeText = ({ lng, lat }: Place): string => `${Number(lng.toFixed(6))},${Number(lat.toFixed(6))}`

/** What a map is turned to, in the address: "longitude,latitude,zoom". */
export function readView(text: string): (Place & { zoom: number }) | undefined {
  const found = /^(-?[\d.]+,-?[\d.]+),(\d+)$/.exec(text)
  const place = readPlace(found?.[1])
  return place && { ...place, zoom: Number(found![2]) }
}

/** An outline as a row keeps it: as text, or read already. */
export function readOutline(value: unknown): GeoJsonObject | undefined {
  if (typeof value === 'string') return value ? (JSON.parse(value) as GeoJsonObject) : undefined
  return (value as GeoJsonObject | null | undefined) ?? undefined
}

/** A file that people chose, as JSON; the server says whether it is an outline. */
export async function outlineIn(file: File): Promise<GeoJsonObject> {
  try {
    return JSON.parse(await file.text()) as GeoJsonObject
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown
    const zh = `“${file.name}”不是 GeoJSON 文件：内容不是 JSON。请从地理信息软件导出 GeoJSON（WGS-84 经纬度）后再上传`
    const en = `“${file.name}” is no GeoJSON file: it does not hold JSON. Export GeoJSON (WGS-84 degrees) from your GIS and upload that`
    throw new Failure({ type: 'about:blank', title: en, status: 0, code: 'WEB-11', detail: en, detail_zh: zh, detail_en: en })
  }
}
