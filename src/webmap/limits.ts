// How far the reader may move the map: over the backdrop, the first view and what users have added, but not into nothing.
import * as L from "leaflet";
import type { App } from "./app.ts";
import { boundsOf } from "./layers/clip.ts";

/** Metres across that a marker is given, so that it need not stand at the very edge. */
const AROUND = 1e6;

/**
 * Returns what is to be called before `bounds` are fitted with these paddings; `below` is how far beyond that view,
 * in pixels, the reader may push the map up. A map with tiles, or with limits of its own, is left alone.
 */
export function addLimits({ map, payload }: App): (bounds: L.LatLngBounds, topLeft: L.Point, bottomRight: L.Point, below: number) => void {
  const edge = boundsOf(payload.context.neighbours.features.map((area) => area.geometry));
  if (edge === null || map.options.maxBounds) return () => {};
  const [west, south, east, north] = edge;
  const drawn = L.latLngBounds([south, west], [north, east]);
  const leastZoom = map.options.minZoom;
  let limits: L.LatLngBounds | null = null;
  let tiles = false;

  const visit = (layer: L.Layer): void => {
    if (layer instanceof L.GridLayer) {
      tiles = true;
      map.options.maxBounds = undefined;
      map.options.minZoom = leastZoom;
    } else if (!layer.options.pane?.startsWith("im-")) {
      const place = layer instanceof L.Marker || layer instanceof L.CircleMarker ? layer.getLatLng().toBounds(AROUND)
        : layer instanceof L.Polyline || layer instanceof L.ImageOverlay ? layer.getBounds() : null;
      if (place === null) return;
      drawn.extend(place);
      limits?.extend(place);
    }
  };
  map.eachLayer(visit);
  map.on("layeradd", ({ layer }) => visit(layer));
  map.on("moveend", () => {
    // Dragging asks for the limits, pinching and moving by code do not.
    if (map.options.maxBounds) map.panInsideBounds(map.options.maxBounds, { animate: map.options.zoomAnimation });
  });
  return (bounds, topLeft, bottomRight, below) => {
    if (tiles) return;
    map.options.minZoom = leastZoom;
    const zoom = map.getBoundsZoom(bounds, false, topLeft.add(bottomRight));
    if (leastZoom === undefined) map.options.minZoom = Math.min(zoom, map.getBoundsZoom(drawn, true));
    const half = map.getSize().divideBy(2);
    const middle = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).add(bottomRight).subtract(topLeft).divideBy(2);
    limits = L.latLngBounds(map.unproject(middle.subtract(half), zoom), map.unproject(middle.add(half).add([0, below]), zoom)).extend(drawn);
    map.options.maxBounds = limits;
    map.options.maxBoundsViscosity = 1;
  };
}
