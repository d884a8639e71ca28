// graticule.ts — lines of longitude and latitude with their degrees: the ground of a map without tiles.
import { divIcon, featureGroup, marker, polyline, type FeatureGroup, type Map as LeafletMap } from 'leaflet'

const STEPS = [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001]
const LINES_WIDE = 5

function label(degrees: number, step: number, [plus, minus]: [string, string]): string {
  const decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
  return `${Math.abs(degrees).toFixed(decimals)}°${degrees < 0 ? minus : plus}`
}

function multiples(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step)
}

function sign(text: string, className: string): HTMLElement {
  const element = document.createElement('span')
  element.className = className
  element.textContent = text
  return element
}

/** Keeps the lines around what is in sight. */
export function addGraticule(map: LeafletMap): void {
  const lines: FeatureGroup = featureGroup().addTo(map)
  const draw = () => {
    const seen = map.getBounds()
    const [west, east, south, north] = [seen.getWest(), seen.getEast(), Math.max(-85, seen.getSouth()), Math.min(85, seen.getNorth())]
    const step = STEPS.findLast((s) => (east - west) / s <= LINES_WIDE + 2) ?? 30
    const style = { className: 'graticule', interactive: false }
    const write = (lat: number, lng: number, text: string, className: string) =>
      marker([lat, lng], { icon: divIcon({ className: 'graticule-label', html: sign(text, className), iconSize: [0, 0] }), interactive: false, keyboard: false }).addTo(lines)
    lines.clearLayers()
    for (const lng of multiples(west, east, step)) {
      polyline([[south, lng], [north, lng]], style).addTo(lines)
      write(south, lng, label(lng, step, ['E', 'W']), 'below')
    }
    for (const lat of multiples(south, north, step)) {
      polyline([[lat, west], [lat, east]], style).addTo(lines)
      if (lat < north - (north - south) * 0.04) write(lat, east, label(lat, step, ['N', 'S']), 'beside')
    }
  }
  map.on('moveend', draw)
  draw()
}
