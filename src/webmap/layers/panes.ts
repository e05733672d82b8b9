// The order of our drawing planes among Leaflet's own.
import * as L from "leaflet";

/** Users' shapes live at 400 and their markers at 600: colours stay below them, our symbols above. */
const ORDER = {
  "im-backdrop": 210,
  "im-areas": 220,
  "im-lines": 230,
  "im-highlight": 240,
  "im-points": 420,
  "im-labels": 580,
  "im-symbols": 610,
} as const;
export type PaneName = keyof typeof ORDER;

export type Renderers = Record<"im-backdrop" | "im-areas" | "im-lines" | "im-highlight", L.SVG>;

/** Add the planes, and one SVG renderer to each that holds shapes, whatever renderer the map prefers. */
export function addPanes(map: L.Map): Renderers {
  for (const [name, order] of Object.entries(ORDER)) {
    const pane = map.getPane(name) ?? map.createPane(name);
    pane.style.zIndex = String(order);
    if (name !== "im-areas" && name !== "im-symbols") pane.style.pointerEvents = "none";
  }
  const svgIn = (pane: PaneName): L.SVG => L.svg({ pane, padding: 0.3 });
  return { "im-backdrop": svgIn("im-backdrop"), "im-areas": svgIn("im-areas"), "im-lines": svgIn("im-lines"), "im-highlight": svgIn("im-highlight") };
}
