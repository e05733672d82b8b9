// The first view and the way back to it, with room left for the panels; the map's own buttons.
import * as L from "leaflet";
import { overlap, type App } from "./app.ts";
import { h, icon } from "./dom.ts";
import { addLimits } from "./limits.ts";

export interface View {
  /** Fit the payload's bounds into the part of the map that panels leave free. */
  fit(animate?: boolean): void;
  /** The zoom of the first view. */
  home(): number;
  /** Whether the reader has moved the map. */
  touched(): boolean;
  /** Move the map just so far that a place is not under a panel. */
  uncover(lat: number, lon: number): void;
}

const calm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

export function addView(app: App, sheet: () => number): View {
  const { map, payload, store, t } = app;
  const [west, south, east, north] = payload.bounds;
  const bounds = L.latLngBounds([south, west], [north, east]);
  let homeZoom = map.getZoom() ?? 5;
  let moved = false;

  const zoomed = map.options.zoomControl !== false;
  map.zoomControl?.remove();
  let tiles = false;
  map.eachLayer((layer) => { tiles ||= layer instanceof L.GridLayer; });
  if (!tiles) {
    map.options.zoomSnap = 0.1;
    map.options.zoomDelta = 0.8;
    map.options.wheelPxPerZoomLevel = 90;
  }
  if (calm()) {
    // Leaflet reads the option once, when the map is made.
    Object.assign(map, { _zoomAnimated: false });
    map.options.zoomAnimation = false;
    map.options.inertia = false;
  }

  const limit = addLimits(app);

  const fit = (animate = false): void => {
    if (map.getSize().x === 0) return;
    const narrow = store.state.layout === "narrow";
    const low = Math.min(sheet(), map.getSize().y * 0.6);
    const go = (right: number): void => {
      const paddingTopLeft = narrow ? L.point(6, 44) : L.point(16, 16);
      const paddingBottomRight = narrow ? L.point(6, low + 8) : L.point(right, 16);
      // On a phone what lies under the sheet can be moved up from there.
      limit(bounds, paddingTopLeft, paddingBottomRight, narrow ? map.getSize().y / 2 : 0);
      map.fitBounds(bounds, { paddingTopLeft, paddingBottomRight, animate: animate && !calm() });
    };
    go(58);
    if (!narrow && !animate && hidden()) go((app.stage.querySelector<HTMLElement>(".im-legend")?.offsetWidth ?? 200) + 24);
    homeZoom = map.getBoundsZoom(bounds, false, L.point(narrow ? [12, low + 52] : [74, 32]));
    moved = false;
  };

  /** Whether a symbol, or an area with something reported, lies under a panel. */
  const hidden = (): boolean => {
    const covered = app.covered();
    const areas = payload.areas[store.state.level]?.features.filter(({ id }) => app.model.value(store.state.level, store.state.metric, String(id)) !== undefined) ?? [];
    const places = [...app.model.points, ...app.model.anchors.map((group) => payload.anchors[group.key]!), ...areas.map((area) => area.properties)];
    return places.some(({ lat, lon }) => {
      const { x, y } = map.latLngToContainerPoint([lat, lon]);
      return covered.some((box) => overlap(box, { left: x, right: x, top: y, bottom: y }, 8));
    });
  };

  const Bar = L.Control.extend({
    onAdd() {
      const button = (label: string, path: string, act: () => void): HTMLElement =>
        h("button", { type: "button", class: "im-tool", "aria-label": label, title: label, onclick: act }, icon(path));
      const bar = h("div", { class: "im-tools" },
        button(t.home, "M3 9.5L10 3.5l7 6M5 8v8.5h10V8", () => fit(true)),
        zoomed ? [button(t.zoomIn, "M10 4v12M4 10h12", () => { moved = true; map.zoomIn(); }), button(t.zoomOut, "M4 10h12", () => { moved = true; map.zoomOut(); })] : null);
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    },
  }) as unknown as new (options: L.ControlOptions) => L.Control;
  const bar = new Bar({ position: "topright" }).addTo(map);
  const scale = L.control.scale({ position: "bottomleft", imperial: false, maxWidth: 90 }).addTo(map);
  const seat = (): void => {
    // Ours come first in their corner, users' controls after them.
    bar.setPosition(store.state.layout === "narrow" ? "bottomright" : "topright");
    const node = bar.getContainer()!;
    if (store.state.layout === "wide") node.parentElement!.prepend(node);
    if (store.state.layout === "narrow") scale.remove();
    else scale.addTo(map);
  };
  store.subscribe((_, changed) => { if (changed.has("layout")) seat(); });
  seat();

  const container = map.getContainer();
  for (const name of ["wheel", "keydown", "dblclick"]) container.addEventListener(name, () => { moved = true; }, { passive: true });
  map.on("dragstart", () => { moved = true; });

  return {
    fit,
    home: () => homeZoom,
    touched: () => moved,
    uncover(lat, lon) {
      const size = map.getSize();
      const at = map.latLngToContainerPoint([lat, lon]);
      const box = app.covered().find((covered) => overlap(covered, { left: at.x, right: at.x, top: at.y, bottom: at.y }, 14));
      if (!box) return;
      const narrow = store.state.layout === "narrow";
      const [dx, dy] = narrow ? [0, at.y - (box.top - 40)] : box.left < size.x / 2 ? [at.x - (box.right + 40), 0] : [at.x - (box.left - 40), 0];
      map.panBy([dx, dy], { animate: !calm() });
    },
  };
}
