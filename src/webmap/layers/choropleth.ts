// Areas coloured by class, one level at a time; each area can be pointed at, focused and opened.
import * as L from "leaflet";
import type { App } from "../app.ts";
import type { AreaFeature } from "../data.ts";
import { withoutDirection, oneLine, shorten } from "../text.ts";
import { classColours } from "../palette.ts";
import { contains, outlineOf, type Outline } from "./polygon.ts";
import type { Renderers } from "./panes.ts";
import { rove } from "./rove.ts";

export interface AreaCode {
  level: string;
  code: string;
}
type AreaPath = L.Path & { feature: AreaFeature };

export interface Choropleth {
  /** The area drawn as this node, or, from a plane above the areas, the one at this place. */
  areaAt(node: Element | null, at: L.LatLng): AreaCode | null;
  /** Draw the outline of one area, or of none. */
  highlight(level: string, code: string | null): void;
}

export function addChoropleth(app: App, renderers: Renderers): Choropleth {
  const { map, model, store, t } = app;
  const renderer = renderers["im-areas"];
  const edge = L.geoJSON(undefined, {
    pane: "im-highlight", interactive: false,
    style: { pane: "im-highlight", renderer: renderers["im-highlight"], className: "im-outline", fill: false, interactive: false, smoothFactor: 0.6 },
  } as L.GeoJSONOptions).addTo(map);
  const byNode = new WeakMap<Element, AreaCode>();
  let outlines: { area: AreaCode; outline: Outline }[] = [];
  let shown: L.GeoJSON | null = null;
  let shownLevel = "";

  const style = (feature: AreaFeature): L.PathOptions => {
    const { level, metric, dark } = store.state;
    const code = String(feature.id);
    const base = { weight: 0, fillOpacity: 1, renderer, pane: "im-areas", smoothFactor: 0.6 };
    const at = level === "off" ? "zero" : model.classOf(level, metric, code);
    if (at === "unknown") return { ...base, fillColor: `url(#${app.hatch.unknown})`, className: "im-area im-unknown" };
    if (at === "zero") return { ...base, fillColor: "#fffefb", className: "im-area im-zero" };
    const colours = classColours(model.classes(level, metric)?.colours ?? [], dark);
    return { ...base, fillColor: colours[at] ?? "#fd8d3c", className: "im-area im-class" };
  };

  const describe = (level: string, code: string): string => {
    const { metric } = store.state;
    const area = model.area(level, code);
    const name = shorten(oneLine(withoutDirection(area?.properties.name ?? code)), 120);
    if (store.state.level === "off") return name;
    const value = model.reads(level, metric, code, t.zero);
    return `${name}: ${shorten(oneLine(app.payload.metrics[metric] ?? ""), 60)}, ${shorten(oneLine(value), 120)}`;
  };

  const paint = (): void => {
    shown?.eachLayer((layer) => {
      const path = layer as AreaPath;
      const next = style(path.feature);
      path.setStyle(next);
      const node = path.getElement();
      const area = node && byNode.get(node);
      if (!node || !area) return;
      node.classList.remove("im-unknown", "im-zero", "im-class");
      node.classList.add(next.className!.split(" ")[1]!);
      node.setAttribute("aria-label", describe(area.level, area.code));
    });
  };

  const draw = (): void => {
    const level = model.clickLevel(store.state.level);
    if (level !== shownLevel) {
      shown?.remove();
      shownLevel = level;
      const areas = app.payload.areas[level];
      outlines = (areas?.features ?? []).map(({ id, geometry }) => ({ area: { level, code: String(id) }, outline: outlineOf(geometry) }));
      shown = areas === undefined ? null : L.geoJSON(areas, {
        pane: "im-areas",
        style: (feature) => style(feature as AreaFeature),
      }).addTo(map);
      if (shown) {
        const nodes = shown.getLayers().flatMap((layer) => {
          const path = layer as AreaPath;
          const node = path.getElement() as SVGElement | undefined;
          if (!node) return [];
          const area = { level, code: String(path.feature.id) };
          byNode.set(node, area);
          node.setAttribute("role", "button");
          const { lon, lat } = path.feature.properties;
          return [{ node, lat, lon, open: () => app.select({ kind: "area", ...area }, node) }];
        });
        rove(map, nodes, 0);
        const pane = map.getPane("im-areas")!;
        pane.setAttribute("role", "group");
        pane.setAttribute("aria-label", t.areasOf(t.levels[level] ?? level));
      }
    }
    paint();
  };

  store.subscribe((_, changed) => {
    if (changed.has("level") || changed.has("metric") || changed.has("dark")) draw();
  });
  draw();

  return {
    areaAt: (node, at) => (node && byNode.get(node))
      ?? (node === map.getContainer() || node?.tagName === "CANVAS" ? outlines.find(({ outline }) => contains(outline, at.lng, at.lat))?.area : undefined)
      ?? null,
    highlight(level, code) {
      edge.clearLayers();
      const area = code === null ? undefined : model.area(level, code);
      if (area) edge.addData(area);
    },
  };
}
