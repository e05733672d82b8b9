// Outlines of neighbours that were cut at the edge of the data: the cut itself is no border and gets no line.
import type { Feature, FeatureCollection, MultiLineString } from "geojson";
import type { Shape } from "../data.ts";
import { outlineOf } from "./polygon.ts";

type At = [number, number];
export type Bounds = [west: number, south: number, east: number, north: number];

/** The bounds of all shapes, or null when there is none. */
export function boundsOf(shapes: readonly Shape[]): Bounds | null {
  if (shapes.length === 0) return null;
  const all = shapes.map((shape) => outlineOf(shape).bounds);
  const pick = (i: number, choose: (...values: number[]) => number): number => choose(...all.map((bounds) => bounds[i]!));
  return [pick(0, Math.min), pick(1, Math.min), pick(2, Math.max), pick(3, Math.max)];
}

/** The rings of the shapes as lines, broken where they run along the bounds. */
export function borderLines(collection: FeatureCollection<Shape>, bounds: Bounds): Feature<MultiLineString> {
  const [west, south, east, north] = bounds;
  const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;
  const cut = (a: At, b: At): boolean => [west, east].some((x) => close(a[0], x) && close(b[0], x)) || [south, north].some((y) => close(a[1], y) && close(b[1], y));
  const lines: At[][] = [];
  for (const { geometry } of collection.features) {
    for (const ring of outlineOf(geometry).rings as At[][]) {
      let line: At[] = [];
      ring.forEach((at, i) => {
        if (i > 0 && cut(ring[i - 1]!, at)) {
          if (line.length > 1) lines.push(line);
          line = [];
        }
        line.push(at);
      });
      if (line.length > 1) lines.push(line);
    }
  }
  return { type: "Feature", properties: {}, geometry: { type: "MultiLineString", coordinates: lines } };
}
