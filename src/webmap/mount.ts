// Build the page around one folium map: shell, layers, panels, and the ties between them.
import * as L from "leaflet";
import type { App, Box } from "./app.ts";
import { addCard } from "./card.ts";
import { parsePayload } from "./data.ts";
import { addFooter } from "./footer.ts";
import { hatchPatterns } from "./hatch.ts";
import { strings } from "./i18n.ts";
import { addInteraction } from "./interact.ts";
import { addAnchors } from "./layers/anchors.ts";
import { addBackdrop } from "./layers/backdrop.ts";
import { addChoropleth } from "./layers/choropleth.ts";
import { addLabels } from "./layers/labels.ts";
import { addPanes } from "./layers/panes.ts";
import { addPoints } from "./layers/points.ts";
import { addLegend } from "./legend.ts";
import { Model } from "./model.ts";
import { addPanel } from "./panel.ts";
import { addSheet } from "./sheet.ts";
import { enclose } from "./shell.ts";
import { Store, type Layout } from "./state.ts";
import { oneLine, shorten, withoutDirection } from "./text.ts";
import { addView } from "./view.ts";

const WIDE = 900;
let mounted = 0;

/** Two frames from now everything asked for is on the screen; a page out of sight paints none, so time passes instead. */
export function painted(): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, document.hidden ? 100 : 3000);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      clearTimeout(late);
      resolve();
    }));
  });
}

export function build(map: L.Map, id: string, json: string): { app: App; painted: Promise<void> } {
  const payload = parsePayload(json);
  const model = new Model(payload);
  const t = strings(payload.lang);
  const number = (mounted += 1);
  const { root, rail, stage, foot } = enclose(map.getContainer());
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  const layoutOf = (): Layout => (root.clientWidth >= WIDE ? "wide" : "narrow");
  const level = model.features.has(payload.level) ? payload.level : "off";
  const store = new Store({ level, metric: payload.metric, selection: null, layout: layoutOf(), dark: scheme.matches });

  let opener: HTMLElement | SVGElement | null = null;
  let place: (() => void) | null = null;
  let asked = false;
  const app: App = {
    id, payload, model, store, map, t, root, rail, stage,
    hatch: { unknown: `im-${number}-unknown`, disputed: `im-${number}-disputed` },
    select(selection, from = null) {
      if (selection !== null) opener = from;
      store.set({ selection });
    },
    covered: () => {
      const origin = stage.getBoundingClientRect();
      // The sheet counts with the height it is moving to.
      const sheetBox: Box[] = sheet.height() === 0 ? [] : [{ left: 0, right: stage.clientWidth, top: stage.clientHeight - sheet.height(), bottom: stage.clientHeight }];
      return sheetBox.concat([...stage.querySelectorAll<HTMLElement>(".im-float, .leaflet-control")].flatMap((panel): Box[] => {
        const box = panel.getBoundingClientRect();
        if (panel.hidden || box.width === 0 || box.height === 0) return [];
        return [{ left: box.left - origin.left, top: box.top - origin.top, right: box.right - origin.left, bottom: box.bottom - origin.top }];
      }));
    },
    relabel() {
      if (asked) return;
      asked = true;
      const run = (): void => {
        asked = false;
        place?.();
      };
      if (document.hidden) setTimeout(run, 0);
      else requestAnimationFrame(run);
    },
    colour: (name) => getComputedStyle(root).getPropertyValue(name).trim(),
  };

  const container = map.getContainer();
  root.prepend(hatchPatterns(app.hatch));
  root.dataset.layout = store.state.layout;
  const title = shorten(oneLine(withoutDirection(payload.title)), 160);
  root.setAttribute("aria-label", title);
  // folium names neither the page nor its language.
  if (document.documentElement.lang === "") document.documentElement.lang = payload.lang;
  if (document.title === "") document.title = title;
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", t.map(title));
  map.attributionControl?.setPrefix(false).setPosition("bottomleft");

  const renderers = addPanes(map);
  addPanel(app);
  const sheet = addSheet(app, () => { if (!view.touched()) view.fit(); });
  addFooter(app, foot);
  addLegend(app);
  const view = addView(app, sheet.height);
  sheet.layout();
  map.invalidateSize({ pan: false });
  view.fit();
  addBackdrop(app, renderers);
  const choropleth = addChoropleth(app, renderers);
  const points = addPoints(app, view.home);
  const anchors = addAnchors(app, points);
  addInteraction(app, choropleth, points, anchors);
  const card = addCard(app, () => {
    const back = opener?.isConnected ? opener : container;
    if (root.contains(document.activeElement) || document.activeElement === document.body) back.focus({ preventScroll: true });
  });
  (store.state.layout === "wide" ? stage : rail).append(card.node);
  const labels = addLabels(app, anchors, points, view.home);

  store.subscribe((state, changed) => {
    if (changed.has("layout")) {
      root.dataset.layout = state.layout;
      (state.layout === "wide" ? stage : rail).append(card.node);
      sheet.layout();
    }
    if (!changed.has("selection") || state.selection === null) return;
    sheet.reveal("half");
    const chosen = state.selection;
    const at = chosen.kind === "area" ? model.area(chosen.level, chosen.code)?.properties
      : chosen.kind === "anchor" ? payload.anchors[chosen.key] : model.points[chosen.group];
    if (at) view.uncover(at.lat, at.lon);
  });
  scheme.addEventListener("change", () => store.set({ dark: scheme.matches }));
  new ResizeObserver(() => {
    const was = map.getSize();
    if (root.clientWidth === 0) return;
    const turned = layoutOf() !== store.state.layout;
    store.set({ layout: layoutOf() });
    sheet.layout();
    map.invalidateSize({ pan: false });
    const now = map.getSize();
    if (turned || ((was.x !== now.x || was.y !== now.y) && !view.touched())) view.fit();
    app.relabel();
  }).observe(stage);

  // Fonts decide how wide a name is, so the last placing waits for them.
  const done = (async () => {
    await document.fonts?.ready;
    place = labels;
    labels();
    await painted();
  })();
  return { app, painted: done };
}
