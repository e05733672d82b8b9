// Pure geometry: is a position inside a polygon's rings?
import type { Shape } from "../data.ts";

export interface Outline {
  bounds: [number, number, number, number];
  rings: number[][][];
}

/** The rings of a shape, without corners closer than `grain` degrees to the one before. */
export function outlineOf(shape: Shape, grain = 0): Outline {
  const full = (shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates).flat() as number[][][];
  const rings = grain === 0 ? full : full.map((ring) => thin(ring as [number, number][], grain)).filter((ring) => ring.length > 2);
  const bounds: Outline["bounds"] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings) {
    for (const [x, y] of ring as [number, number][]) {
      bounds[0] = Math.min(bounds[0], x);
      bounds[1] = Math.min(bounds[1], y);
      bounds[2] = Math.max(bounds[2], x);
      bounds[3] = Math.max(bounds[3], y);
    }
  }
  return { bounds, rings };
}

function thin(ring: [number, number][], grain: number): number[][] {
  const kept: [number, number][] = [];
  for (const at of ring) {
    const last = kept[kept.length - 1];
    if (last === undefined || Math.abs(at[0] - last[0]) + Math.abs(at[1] - last[1]) >= grain) kept.push(at);
  }
  return kept;
}

/** Even-odd over all rings, so that holes and parts need no distinction. */
export function contains({ bounds, rings }: Outline, x: number, y: number): boolean {
  if (x < bounds[0] || y < bounds[1] || x > bounds[2] || y > bounds[3]) return false;
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [ax, ay] = ring[i] as [number, number];
      const [bx, by] = ring[j] as [number, number];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  }
  return inside;
}
