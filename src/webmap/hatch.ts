// Hatching for unknown figures and for disputed ground: the patterns and their swatches.
import { svg } from "./dom.ts";

/** Patterns are found by id, so their names carry the map's own number. */
export function hatchPatterns(ids: { unknown: string; disputed: string }): SVGElement {
  const pattern = (id: string, kind: string, angle: number): SVGElement =>
    svg("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})`, class: `im-hatch-${kind}` },
      svg("rect", { width: 6, height: 6, class: "im-hatch-ground" }), svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "im-hatch-line" }));
  return svg("svg", { class: "im-defs", width: 0, height: 0, "aria-hidden": "true", focusable: "false" },
    svg("defs", {}, pattern(ids.unknown, "unknown", 45), pattern(ids.disputed, "disputed", -45)));
}

export function hatchSwatch(id: string, extra = ""): SVGElement {
  return svg("svg", { class: `im-swatch ${extra}`, width: 22, height: 14, "aria-hidden": "true", focusable: "false" },
    svg("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill: `url(#${id})` }));
}
