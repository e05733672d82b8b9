// What lies under and over the colours: neighbours, land, border lines, disputed ground.
import * as L from "leaflet";
import type { FeatureCollection } from "geojson";
import type { App } from "../app.ts";
import { borderLines, boundsOf } from "./clip.ts";
import type { Renderers } from "./panes.ts";

export function addBackdrop(app: App, renderers: Renderers): void {
  const { map, payload, hatch, t } = app;
  const add = (data: FeatureCollection | null | undefined, pane: keyof Renderers, className: string, options: L.PathOptions = {}): void => {
    if (!data || data.features.length === 0) return;
    const shared = { pane, interactive: false, renderer: renderers[pane] };
    L.geoJSON(data, { ...shared, style: { ...shared, smoothFactor: 0.6, ...options, className } } as L.GeoJSONOptions).addTo(map);
  };
  const { neighbours, disputed } = payload.context;
  const provinces = payload.areas.province;
  const finest = payload.areas.district ?? payload.areas.division;
  const edge = boundsOf(neighbours.features.map((area) => area.geometry));
  if (edge !== null) {
    // Only a flat, wide map under a sheet shows what is beyond the data: land, but to the south the sea goes on.
    const [west, , east, north] = edge;
    L.rectangle([[-60, west], [north, east]], { pane: "im-backdrop", interactive: false, renderer: renderers["im-backdrop"], className: "im-sea" }).addTo(map);
    add(neighbours, "im-backdrop", "im-neighbour");
    add({ type: "FeatureCollection", features: [borderLines(neighbours, edge)] }, "im-backdrop", "im-neighbour-line", { fill: false });
    app.stage.classList.add("im-landed");
  }
  add(provinces ?? finest, "im-backdrop", "im-land");
  add(disputed, "im-areas", "im-disputed", { fillColor: `url(#${hatch.disputed})`, interactive: true });
  add(finest, "im-lines", "im-line-district", { fill: false });
  add(provinces, "im-lines", "im-line-province", { fill: false });
  add(disputed, "im-lines", "im-line-casing", { fill: false });
  add(disputed, "im-lines", "im-line-disputed", { fill: false });
  for (const path of app.root.querySelectorAll("path.im-disputed")) {
    path.setAttribute("role", "img");
    path.setAttribute("aria-label", t.disputedTip);
  }

  // Over a user's tiles the land turns to glass.
  const glass = (): void => {
    let tiles = false;
    map.eachLayer((layer) => { tiles ||= layer instanceof L.GridLayer; });
    app.root.classList.toggle("im-has-tiles", tiles);
  };
  map.on("layeradd layerremove", glass);
  glass();
}
