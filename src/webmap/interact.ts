// Pointing and clicking on the map: points first, then symbols, then areas; users' layers keep their own.
import type * as L from "leaflet";
import type { App } from "./app.ts";
import type { Anchors } from "./layers/anchors.ts";
import type { Choropleth } from "./layers/choropleth.ts";
import type { Points } from "./layers/points.ts";
import type { Selection } from "./state.ts";
import { oneLine, shorten, withoutDirection } from "./text.ts";
import { addTip } from "./tip.ts";

export function addInteraction(app: App, choropleth: Choropleth, points: Points, anchors: Anchors): void {
  const { map, model, store, payload, t } = app;
  const tip = addTip(app.stage);
  const clean = (text: string, limit = 90): string => shorten(oneLine(withoutDirection(text)), limit);

  const describe = (selection: Selection): [string, string] => {
    if (selection.kind === "anchor") {
      const anchor = payload.anchors[selection.key]!;
      return [clean(anchor.name), `${t.incidents(model.count(selection))} ${t.symbols[anchor.kind] ?? ""}`];
    }
    if (selection.kind === "point") {
      const group = model.points[selection.group]!;
      const row = group.rows[0]!;
      return [clean(payload.incidents.reported[row] ?? ""), group.rows.length > 1 ? t.incidents(group.rows.length) : clean(payload.incidents.date[row] ?? "")];
    }
    const { level, metric } = store.state;
    const area = model.area(selection.level, selection.code);
    if (level === "off") return [clean(area?.properties.name ?? selection.code), ""];
    const value = model.reads(level, metric, selection.code, t.zero);
    return [clean(area?.properties.name ?? selection.code), `${clean(payload.metrics[metric] ?? "", 40)}: ${clean(value)}`];
  };

  const under = (event: L.LeafletMouseEvent): Selection | "disputed" | null => {
    const node = event.originalEvent.target instanceof Element ? event.originalEvent.target : null;
    const area = choropleth.areaAt(node, event.latlng);
    const disputed = node?.classList.contains("im-disputed") === true;
    const bare = node === map.getContainer() || node?.tagName === "CANVAS";
    if (area === null && !disputed && !bare) return null;
    const finger = (event.originalEvent as PointerEvent).pointerType === "touch";
    const group = points.at(event.containerPoint, finger ? 12 : 2);
    if (group >= 0) return { kind: "point", group };
    if (area !== null) return { kind: "area", ...area };
    return disputed ? "disputed" : null;
  };

  const outline = (selection: Selection | null): void => {
    const chosen = selection ?? store.state.selection;
    if (chosen?.kind === "area") choropleth.highlight(chosen.level, chosen.code);
    else if (chosen?.kind === "anchor") choropleth.highlight(payload.anchors[chosen.key]!.kind, chosen.key);
    else choropleth.highlight("", null);
  };
  let last = "";
  const point = (selection: Selection | "disputed" | null, x: number, y: number): void => {
    const key = JSON.stringify(selection);
    if (selection === null) tip.hide();
    else if (selection === "disputed") tip.show(t.disputedTip, "", x, y);
    else tip.show(...describe(selection), x, y);
    map.getContainer().classList.toggle("im-pointing", selection !== null && selection !== "disputed");
    if (key === last) return;
    last = key;
    outline(selection === "disputed" ? null : selection);
  };

  map.on("mousemove", (event) => {
    const target = event.originalEvent.target as Element | null;
    if (target?.closest?.(".im-target")) return;
    if ((event.originalEvent as PointerEvent).pointerType === "touch") return;
    point(under(event), event.containerPoint.x, event.containerPoint.y);
  });
  map.on("mouseout dragstart zoomstart", () => point(null, 0, 0));
  map.on("click", (event) => {
    const found = under(event);
    if (found !== null && found !== "disputed") app.select(found, (event.originalEvent.target as Element).closest<SVGElement>(".im-area"));
    else if (event.originalEvent.target === map.getContainer()) app.select(null);
  });

  for (const symbol of anchors.symbols) {
    const selection: Selection = { kind: "anchor", key: symbol.key };
    const on = (): void => {
      const at = map.latLngToContainerPoint(symbol.marker.getLatLng());
      point(selection, at.x + symbol.dx, at.y + symbol.dy - 6);
    };
    for (const name of ["mouseenter", "focus"]) symbol.node.addEventListener(name, on);
    for (const name of ["mouseleave", "blur"]) symbol.node.addEventListener(name, () => point(null, 0, 0));
  }
  const areas = map.getPane("im-areas")!;
  areas.addEventListener("focusin", (event) => {
    if (!(event.target as Element).matches(":focus-visible")) return;
    const found = choropleth.areaAt(event.target as Element, map.getCenter());
    const area = found && model.area(found.level, found.code);
    if (!found || !area) return;
    const at = map.latLngToContainerPoint([area.properties.lat, area.properties.lon]);
    point({ kind: "area", ...found }, at.x, at.y);
  });
  areas.addEventListener("focusout", () => point(null, 0, 0));

  store.subscribe((_, changed) => {
    if (changed.has("selection")) outline(null);
    if (changed.has("selection") || changed.has("level")) tip.hide();
  });
}
