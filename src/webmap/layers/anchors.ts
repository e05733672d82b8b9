// Counted rings and squares: incidents known only to a district, a division or a province, at its label point.
import * as L from "leaflet";
import { around, overlap, type App, type Box } from "../app.ts";
import { h } from "../dom.ts";
import { oneLine, shorten, withoutDirection } from "../text.ts";
import type { Points } from "./points.ts";
import { rove } from "./rove.ts";
import { signSize } from "./size.ts";

export interface AnchorSymbol {
  key: string;
  count: number;
  square: boolean;
  size: number;
  marker: L.Marker;
  node: HTMLElement;
  /** The drawn sign inside the (larger) target. */
  sign: HTMLElement;
  dx: number;
  dy: number;
}

export interface Anchors {
  readonly symbols: AnchorSymbol[];
  /** Boxes in the map's container, for the labels to keep away from. */
  boxes(): Map<string, Box>;
}

/** Where a sign may step to: its own place first, then rings of places around it. */
const STEPS_ASIDE: readonly (readonly [number, number])[] = [[0, 0], ...[6, 12, 18, 24, 30, 36, 42].flatMap((reach) =>
  Array.from({ length: 12 }, (_, turn): [number, number] => [Math.round(reach * Math.cos((turn * Math.PI) / 6)), Math.round(reach * Math.sin((turn * Math.PI) / 6))]))];

export function addAnchors(app: App, points: Points): Anchors {
  const { map, model, payload, store, t } = app;
  const symbols = model.anchors.map((group): AnchorSymbol => {
    const anchor = payload.anchors[group.key]!;
    const count = group.rows.length;
    const square = anchor.kind !== "district";
    const size = signSize(count, false);
    const target = Math.max(size, 24);
    const sign = h("span", { class: `im-sign ${square ? "im-square" : "im-ring"} im-${anchor.kind}` }, count > 1 ? t.n(count) : null);
    const marker = L.marker([anchor.lat, anchor.lon], {
      pane: "im-symbols", keyboard: false, riseOnHover: true,
      zIndexOffset: (square ? 20000 : 10000) + Math.min(count, 5000),
      icon: L.divIcon({ html: sign, className: "im-target", iconSize: [target, target] }),
    }).addTo(map);
    const node = marker.getElement()!;
    const name = shorten(oneLine(withoutDirection(anchor.name)), 120);
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", `${name}: ${t.incidents(count)}, ${t.symbols[anchor.kind] ?? ""}`);
    marker.on("click", (event) => {
      L.DomEvent.stopPropagation(event);
      app.select({ kind: "anchor", key: group.key }, node);
    });
    return { key: group.key, count, square, size, marker, node, sign, dx: 0, dy: 0 };
  });

  if (symbols.length > 0) {
    const pane = map.getPane("im-symbols")!;
    pane.setAttribute("role", "group");
    pane.setAttribute("aria-label", t.symbolsGroup);
  }
  rove(map, symbols.map(({ node, key }) => ({
    node, lat: payload.anchors[key]!.lat, lon: payload.anchors[key]!.lon, open: () => app.select({ kind: "anchor", key }, node),
  })), 60);

  // A sign that would hide a circle's number steps aside by a few pixels, a square also for a ring.
  const settle = (): void => {
    const numbers = points.numbers();
    const taken: Box[] = [...numbers];
    for (const symbol of [...symbols].sort((a, b) => Number(a.square) - Number(b.square))) {
      symbol.size = signSize(symbol.count, store.state.layout === "narrow");
      symbol.sign.style.width = symbol.sign.style.height = `${symbol.size}px`;
      const at = map.latLngToContainerPoint(symbol.marker.getLatLng());
      const free = (off: readonly Box[], [x, y]: readonly [number, number]): boolean =>
        !off.some((box) => overlap(box, around(at.x + x, at.y + y, symbol.size, symbol.size), 1));
      const steps = STEPS_ASIDE.filter((step) => Math.hypot(...step) <= (symbol.square ? 42 : 20));
      const stays = free(symbol.square ? taken : numbers, [0, 0]);
      const [dx, dy] = (stays ? undefined : steps.find((step) => free(taken, step)) ?? steps.find((step) => free(numbers, step))) ?? [0, 0];
      symbol.dx = dx;
      symbol.dy = dy;
      symbol.sign.style.transform = dx === 0 && dy === 0 ? "" : `translate(${dx}px, ${dy}px)`;
      taken.push(around(at.x + dx, at.y + dy, symbol.size, symbol.size));
    }
  };
  map.on("zoomend resize", settle);
  store.subscribe((_, changed) => { if (changed.has("layout")) settle(); });
  settle();

  return {
    symbols,
    boxes: () => new Map(symbols.map((symbol) => {
      const at = map.latLngToContainerPoint(symbol.marker.getLatLng());
      return [symbol.key, around(at.x + symbol.dx, at.y + symbol.dy, symbol.size, symbol.size)];
    })),
  };
}
