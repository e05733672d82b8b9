// Names on the map: measured, placed without collisions, and placed anew after every move.
import * as L from "leaflet";
import { around, distance, type App, type Box } from "../app.ts";
import { h } from "../dom.ts";
import { oneLine, shorten, withoutDirection, wrap } from "../text.ts";
import type { Anchors } from "./anchors.ts";
import { guests } from "./guests.ts";
import { inverse, meets } from "./inverse.ts";
import { besides, grid, placeLabels, rings, type LabelRequest } from "./place.ts";
import type { Points } from "./points.ts";
import { contains, outlineOf, type Outline } from "./polygon.ts";
import { READABLE } from "./size.ts";

type Kind = "province" | "district" | "neighbour" | "sea";
interface Form {
  lines: string[];
  width: number;
  height: number;
}
interface Name {
  id: string;
  kind: Kind;
  lon: number;
  lat: number;
  outline: Outline | null;
  forms: Form[];
  rank: number;
}

/** As in style/map.css; a narrow map sets names a step smaller. */
const FONT: Record<Kind, { size: number; narrow: number; weight: number; spacing: number; capitals: boolean; line: number }> = {
  province: { size: 12, narrow: 10, weight: 700, spacing: 0.13, capitals: true, line: 1.25 },
  district: { size: 12, narrow: 11, weight: 400, spacing: 0, capitals: false, line: 1.25 },
  neighbour: { size: 11, narrow: 10, weight: 400, spacing: 0.2, capitals: true, line: 1.25 },
  sea: { size: 11, narrow: 10, weight: 400, spacing: 0.2, capitals: true, line: 1.25 },
};

export function addLabels(app: App, anchors: Anchors, points: Points, home: () => number): () => void {
  const { map, model, payload, store } = app;
  const pane = map.getPane("im-labels")!;
  const context = document.createElement("canvas").getContext("2d")!;
  const land = [...(Object.values(payload.areas)[0]?.features ?? []), ...(payload.context.disputed?.features ?? [])].map((area) => outlineOf(area.geometry, 0.05));
  const abroad = payload.context.neighbours.features.map((area) => outlineOf(area.geometry, 0.05));

  const forms = (kind: Kind, text: string): Form[] => {
    const font = FONT[kind];
    const clean = shorten(oneLine(withoutDirection(text)), 36);
    const name = font.capitals ? clean.toLocaleUpperCase("en") : clean;
    const size = store.state.layout === "narrow" ? font.narrow : font.size;
    context.font = `${font.weight} ${size}px ${getComputedStyle(app.root).fontFamily}`;
    const measure = (lines: string[]): Form => ({
      lines,
      width: Math.ceil(Math.max(...lines.map((line) => context.measureText(line).width + line.length * font.spacing * size))) + (kind === "sea" ? 30 : 2),
      height: Math.ceil(lines.length * font.line * size),
    });
    const broken = kind === "district" ? [name] : wrap(name, 12);
    return broken.length > 1 ? [measure([name]), measure(broken)] : [measure([name])];
  };
  const named = (kind: Kind, id: string, text: string, at: { lon: number; lat: number }, outline: Outline | null, rank = 0): Name[] =>
    oneLine(withoutDirection(text)) === "" ? [] : [{ id, kind, lon: at.lon, lat: at.lat, outline, forms: forms(kind, text), rank }];

  let names: Name[] | null = null;
  const gather = (): Name[] => [
    ...(payload.areas.province?.features ?? []).flatMap(({ id, properties, geometry }) =>
      named("province", `province ${id}`, properties.name, properties, outlineOf(geometry, 0.04))),
    ...(payload.areas.district?.features ?? []).flatMap(({ id, properties, geometry }) =>
      named("district", String(id), properties.name, properties, outlineOf(geometry, 0.02), model.count({ kind: "area", level: "district", code: String(id) }))),
    ...payload.context.neighbours.features.flatMap(({ properties }, i) => named("neighbour", `abroad ${i}`, properties.name, properties, abroad[i]!)),
    ...payload.context.labels.flatMap((label, i) => named("sea", `sea ${i}`, label.text, label, null)),
  ];

  const place = (): void => {
    names ??= gather();
    const size = map.getSize();
    const covered = app.covered();
    const frame: Box = { left: 5, top: 5, right: size.x - 5, bottom: size.y - 5 };
    const geo = inverse(map);
    /** Pixels of one degree of longitude. */
    const degree = (256 * 2 ** map.getZoom()) / 360;
    const within = (outline: Outline | null, spread: number) => (box: Box): boolean => {
      const y = (box.top + box.bottom) / 2;
      const x = (box.left + box.right) / 2;
      const reach = ((box.right - box.left) / 2) * spread;
      const spots = [geo(x, y), geo(x - reach, y), geo(x + reach, y)];
      if (outline === null) return spots.every(([lon, lat]) => ![...land, ...abroad].some((ring) => contains(ring, lon, lat)));
      return spots.every(([lon, lat]) => contains(outline, lon, lat));
    };

    const signs = anchors.boxes();
    const obstacles = [...covered, ...signs.values()];
    const dots: Box[] = [];
    obstacles.push(...guests(map));
    model.points.forEach((group, i) => {
      const reach = points.radius(i);
      const at = map.latLngToContainerPoint([group.lat, group.lon]);
      if (at.x < 0 || at.y < 0 || at.x > size.x || at.y > size.y) return;
      // Where points are many, only the large ones are off limits; the small ones are avoided if possible.
      (model.points.length > 150 && reach < READABLE ? dots : obstacles).push(around(at.x, at.y, reach * 2, reach * 2));
    });

    // A name belongs to the sign it is nearest to, so it may not stand closer to another.
    const beside = (id: string) => (box: Box): boolean => {
      const own = distance(box, signs.get(id)!);
      return [...signs].every(([other, sign]) => other === id || distance(box, sign) > own);
    };

    const soft: Box[] = [];
    const requests: Record<"province" | "active" | "frame" | "rest", LabelRequest[]> = { province: [], active: [], frame: [], rest: [] };
    const room = Math.round((size.x * size.y) / (map.getZoom() > home() + 1 ? 9000 : 15000));
    const close = map.getZoom() > home() + 0.6;
    for (const name of [...names].sort((a, b) => b.rank - a.rank)) {
      const at = map.latLngToContainerPoint([name.lat, name.lon]);
      const seen = at.x > -200 && at.y > -200 && at.x < size.x + 200 && at.y < size.y + 200;
      if (name.kind === "province") {
        if (!seen) continue;
        const candidates = rings(at.x, at.y, name.forms, 150);
        requests.province.push({ id: name.id, candidates, soft, inside: within(name.outline, 0.95) }, { id: name.id, candidates, inside: within(name.outline, 0.8) }, { id: name.id, candidates: candidates.slice(0, 120), inside: within(name.outline, 0.5) });
      } else if (name.kind === "district") {
        if (!seen) continue;
        const { width, height } = name.forms[0]!;
        const sign = signs.get(name.id);
        const valued = store.state.level === "district" && model.value("district", store.state.metric, name.id) !== undefined;
        if (sign !== undefined || ((name.rank > 0 || valued) && requests.active.length < room)) {
          const reach = sign === undefined ? 0 : (sign.right - sign.left) / 2;
          const candidates = sign === undefined ? rings(at.x, at.y, name.forms, 22) : besides(at.x, at.y, reach, width, height);
          requests.active.push({ id: name.id, candidates, insists: true, soft: dots, inside: sign === undefined ? within(name.outline, 0) : beside(name.id) });
          if (sign !== undefined && requests.active.length < room) soft.push(around(at.x + reach + 2 + width / 2, at.y, width, height));
        } else if (close) {
          requests.rest.push({ id: name.id, candidates: rings(at.x, at.y, name.forms, 11), inside: within(name.outline, 0.8) });
        }
      } else {
        if (name.outline !== null && !meets(name.outline, geo, frame)) continue;
        requests.frame.push({ id: name.id, candidates: grid(frame, at.x, at.y, name.forms, name.kind === "sea" ? 2.2 * degree : 900), inside: within(name.outline, 1.25) });
      }
    }
    const found = placeLabels([...requests.province, ...requests.active, ...requests.frame, ...requests.rest], obstacles, frame);
    const byId = new Map(names.map((name) => [name.id, name]));
    pane.replaceChildren(...found.map((spot) => {
      const name = byId.get(spot.id)!;
      const form = name.forms[spot.form]!;
      const node = h("div", { class: `im-label im-label-${name.kind}`, "aria-hidden": "true" }, form.lines.map((line) => h("div", { dir: "auto" }, line)));
      node.style.width = `${form.width}px`;
      L.DomUtil.setPosition(node, map.containerPointToLayerPoint([spot.box.left, spot.box.top]).round());
      return node;
    }));
  };

  const busy = (on: boolean) => () => pane.classList.toggle("im-busy", on);
  map.on("zoomstart", busy(true));
  map.on("zoomend", busy(false));
  map.on("moveend zoomend resize", app.relabel);
  map.on("layeradd layerremove", ({ layer }) => { if (!layer.options.pane?.startsWith("im-")) app.relabel(); });
  store.subscribe((_, changed) => {
    if (changed.has("layout")) names = null;
    if (!changed.has("dark")) app.relabel();
  });
  return place;
}
