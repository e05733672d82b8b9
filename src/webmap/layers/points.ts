// Reported points on one canvas: a circle for each coordinate, its area growing with the count.
import * as L from "leaflet";
import { around, type App, type Box } from "../app.ts";
import type { PointGroup } from "../model.ts";
import { pointRadius, READABLE } from "./size.ts";

export interface Points {
  /** The group under a position of the map's container, or -1; `slack` widens the reach for fingers. */
  at(point: L.Point, slack?: number): number;
  radius(group: number): number;
  /** Boxes of the larger numbers now written on the map, in its container's pixels. */
  numbers(): Box[];
}

interface Circle extends L.CircleMarker {
  _point: L.Point;
  _radius: number;
  _renderer: { _ctx: CanvasRenderingContext2D; _drawing: boolean; _updateCircle(circle: Circle): void };
  im: { label: string; ink: string; ground: string; shown: boolean };
}

/** The number of a circle, as a layer of its own: numbers are drawn after all circles. */
const Count = L.CircleMarker.extend({
  _updatePath(this: Circle) {
    const { label, ink, ground, shown } = this.im;
    if (!this._renderer._drawing || !shown) return;
    const context = this._renderer._ctx;
    const size = Math.min(13, Math.max(9, this._radius * 0.85));
    context.font = `600 ${size}px system-ui, "Noto Sans", sans-serif`;
    if (context.measureText(label).width > this._radius * 1.75) return;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineWidth = 3;
    context.lineJoin = "round";
    context.strokeStyle = ground;
    context.strokeText(label, this._point.x, this._point.y + size * 0.05);
    context.fillStyle = ink;
    context.fillText(label, this._point.x, this._point.y + size * 0.05);
  },
}) as unknown as new (at: L.LatLngExpression, options: L.CircleMarkerOptions) => Circle;

export function addPoints(app: App, home: () => number): Points {
  const { map, model, store, t } = app;
  const groups = model.points;
  const largest = groups[0]?.rows.length ?? 1;
  const renderer = L.canvas({ pane: "im-points", padding: 0.3 });
  const size = (group: PointGroup): number => pointRadius(group.rows.length, largest, map.getZoom(), home(), store.state.layout === "narrow");

  const style = (group: PointGroup): L.CircleMarkerOptions => group.near
    ? { color: app.colour("--im-symbol"), weight: 1.2, dashArray: "2.5 2", fillColor: app.colour("--im-symbol"), fillOpacity: 0.22, opacity: 0.9 }
    : { color: app.colour("--im-symbol-edge"), weight: 0.9, fillColor: app.colour("--im-symbol"), fillOpacity: 0.82, opacity: 0.95 };
  const say = (group: PointGroup): Circle["im"] => ({
    label: t.n(group.rows.length),
    ink: app.colour(group.near ? "--im-symbol-text" : "--im-symbol-edge"),
    ground: app.colour(group.near ? "--im-halo" : "--im-symbol"),
    shown: false,
  });

  const options = { pane: "im-points", renderer, interactive: false, radius: 4 };
  const circles = groups.map((group) => L.circleMarker([group.lat, group.lon], { ...style(group), ...options }) as Circle);
  const counted = groups.filter((group) => group.rows.length > 1);
  const counts = counted.map((group) => {
    const count = new Count([group.lat, group.lon], options);
    count.im = say(group);
    return count;
  });
  const resize = (): void => {
    circles.forEach((circle, i) => circle.setRadius(size(groups[i]!)));
    // The larger number is written; one that would touch it waits for a closer view.
    const written: L.Point[] = [];
    counts.forEach((count, i) => {
      const at = map.latLngToLayerPoint(count.getLatLng());
      const radius = size(counted[i]!);
      count.im.shown = radius >= READABLE && !written.some((other) => Math.abs(other.x - at.x) < 18 && Math.abs(other.y - at.y) < 12);
      if (count.im.shown) written.push(at);
      count.setRadius(radius);
    });
  };
  if (circles.length > 0) {
    for (const circle of [...circles, ...counts]) circle.addTo(map);
    resize();
    map.on("zoomend", resize);
    store.subscribe((_, changed) => {
      if (changed.has("layout")) resize();
      if (!changed.has("dark")) return;
      counts.forEach((count, i) => { count.im = { ...say(counted[i]!), shown: count.im.shown }; });
      circles.forEach((circle, i) => circle.setStyle(style(groups[i]!)));
    });
  }

  return {
    at(point, slack = 2) {
      const at = map.containerPointToLayerPoint(point);
      for (let i = circles.length - 1; i >= 0; i -= 1) {
        const circle = circles[i]!;
        const reach = Math.max(circle._radius, 4) + slack;
        if (circle._point && at.distanceTo(circle._point) <= reach) return i;
      }
      return -1;
    },
    numbers: () => counts.filter((count) => count.im.shown && count._radius >= 11).map((count) => {
      const { x, y } = map.latLngToContainerPoint(count.getLatLng());
      return around(x, y, 6 + 7 * count.im.label.length, 14);
    }),
    radius: (group) => circles[group]?._radius ?? 0,
  };
}
