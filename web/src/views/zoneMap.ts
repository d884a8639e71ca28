// zoneMap.ts — the map itself: outline, points gathered where they are dense, a point being placed.  Loaded when shown.
import { control, divIcon, featureGroup, geoJSON, LatLngBounds, map as createMap, marker, tileLayer, type FeatureGroup, type LeafletMouseEvent, type Map as LeafletMap, type Marker } from 'leaflet'
import 'leaflet/dist/leaflet.css'
import type { GeoJsonObject } from 'geojson'
import type { Place } from './geo'
import { addGraticule } from './graticule'
import { grouped } from './groups'

export interface Point extends Place {
  id: number
  title: string
  /** Class that colours it. */
  tone: string
}

export interface MapWords {
  zoomIn: string
  zoomOut: string
  /** "12 projects" */
  many(n: number): string
}

export interface MapEvents {
  /** What a popup shows of these points. */
  about(ids: number[]): HTMLElement
  /** Where the point that is being placed shall be. */
  placed(place: Place): void
  turned(view: Place & { zoom: number }): void
}

const CELL = 52
const CLOSEST = 19

function pin(tone: string, text = ''): HTMLElement {
  const element = document.createElement('span')
  element.className = `pin ${tone}`
  element.textContent = text
  return element
}

export class ZoneMap {
  private readonly map: LeafletMap
  private readonly pins: FeatureGroup
  private outline: FeatureGroup | undefined
  private draft: Marker | undefined
  private points: Point[] = []
  private placing = false

  constructor(place: HTMLElement, private readonly words: MapWords, private readonly events: MapEvents, tiles: string | null) {
    this.map = createMap(place, { zoomControl: false, attributionControl: false, maxZoom: CLOSEST, zoomAnimation: false, fadeAnimation: false }).setView([35, 105], 4)
    control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(this.map)
    control.scale({ imperial: false }).addTo(this.map)
    if (tiles) tileLayer(tiles, { maxZoom: CLOSEST }).addTo(this.map)
    else addGraticule(this.map)
    this.pins = featureGroup().addTo(this.map)
    this.map.on('zoomend', () => this.draw())
    this.map.on('moveend', () => events.turned({ ...this.centre(), zoom: this.map.getZoom() }))
    this.map.on('click', (event: LeafletMouseEvent) => this.placing && events.placed(event.latlng.wrap()))
  }

  centre(): Place {
    return this.map.getCenter().wrap()
  }

  resized() {
    this.map.invalidateSize()
  }

  turn({ lat, lng, zoom }: Place & { zoom: number }) {
    this.map.setView([lat, lng], zoom, { animate: false })
  }

  /** All there is, in sight. */
  fit() {
    const bounds = new LatLngBounds(this.points.map((p) => [p.lat, p.lng] as [number, number]))
    if (this.outline) bounds.extend(this.outline.getBounds())
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [36, 36], maxZoom: 15, animate: false })
  }

  setOutline(shape: GeoJsonObject | undefined) {
    this.outline?.remove()
    this.outline = shape && geoJSON(shape, { style: () => ({ className: 'outline' }), interactive: false }).addTo(this.map)
  }

  setPoints(points: Point[]) {
    this.points = points
    this.draw()
  }

  /** A click of the map tells a place from now on; a point that has one already can be dragged. */
  startPlacing(from: Place | undefined) {
    this.stopPlacing()
    this.placing = true
    this.map.getContainer().classList.add('is-placing')
    this.map.closePopup()
    if (!from) return
    this.draft = marker([from.lat, from.lng], { icon: this.icon('draft'), draggable: true, zIndexOffset: 1000 }).addTo(this.map)
    this.draft.on('dragend', () => this.draft && this.events.placed(this.draft.getLatLng().wrap()))
    if (!this.map.getBounds().contains([from.lat, from.lng])) this.map.panTo([from.lat, from.lng], { animate: false })
  }

  stopPlacing() {
    this.placing = false
    this.draft?.remove()
    this.draft = undefined
    this.map.getContainer().classList.remove('is-placing')
  }

  destroy() {
    this.map.remove()
  }

  private icon(tone: string, text = '') {
    const size = text ? 34 : 18
    return divIcon({ className: 'spot', html: pin(tone, text), iconSize: [size, size] })
  }

  /** Points that share a cell of the screen are one mark, which opens into them. */
  private draw() {
    this.pins.clearLayers()
    const zoom = this.map.getZoom()
    const cellOf = (p: Point) => {
      const at = this.map.project([p.lat, p.lng], zoom)
      return `${Math.floor(at.x / CELL)} ${Math.floor(at.y / CELL)}`
    }
    for (const members of grouped(this.points, cellOf).values()) {
      if (members.length === 1) this.addOne(members[0]!)
      else this.addMany(members)
    }
  }

  private addOne(point: Point) {
    this.add(point, this.icon(point.tone), point.title).bindPopup(() => this.events.about([point.id]), { minWidth: 220, maxWidth: 300 })
  }

  private addMany(members: Point[]) {
    const bounds = new LatLngBounds(members.map((p) => [p.lat, p.lng] as [number, number]))
    const many = this.add(bounds.getCenter(), this.icon('many', String(members.length)), this.words.many(members.length))
    const spread = this.map.getZoom() < CLOSEST && !bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-6)
    if (!spread) return void many.bindPopup(() => this.events.about(members.map((p) => p.id)), { minWidth: 220, maxHeight: 260 })
    many.on('click keypress', (event) => {
      const key = (event as unknown as { originalEvent?: KeyboardEvent }).originalEvent?.key
      if (event.type === 'click' || key === 'Enter') this.map.fitBounds(bounds, { padding: [60, 60], animate: false })
    })
  }

  private add(at: Place, icon: ReturnType<typeof divIcon>, name: string): Marker {
    const made = marker([at.lat, at.lng], { icon, title: name, riseOnHover: true }).addTo(this.pins)
    const element = made.getElement()
    element?.setAttribute('role', 'button')
    element?.setAttribute('aria-label', name)
    return made
  }
}
