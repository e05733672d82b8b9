// What a host page or a test may ask: mount, ready, state and maps.
import type * as L from "leaflet";
import type { App } from "./app.ts";
import { h } from "./dom.ts";
import { strings } from "./i18n.ts";
import { build, painted } from "./mount.ts";

export interface MountOptions {
  /** The Leaflet map that folium made. */
  map: L.Map;
  /** Id of the script element that holds the payload. */
  dataId: string;
  /** Name under which the map is found again; the container's id when absent. */
  mapId?: string;
}
export interface MapState {
  rows: number;
  shown: number;
  placed: number;
  level: string;
  metric: string;
  byArea: Record<string, number | null>;
}
export interface IncidentMapper {
  mount(options: MountOptions): void;
  readonly ready: Promise<void>;
  state(id?: string): MapState | undefined;
  readonly maps: Record<string, L.Map>;
}

export function createApi(): IncidentMapper {
  const apps = new Map<string, App>();
  const maps: Record<string, L.Map> = Object.create(null) as Record<string, L.Map>;
  const pending: Promise<void>[] = [];
  const loaded = new Promise<void>((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => resolve());
    else resolve();
  });

  return {
    maps,
    mount({ map, dataId, mapId }) {
      const id = mapId ?? map.getContainer().id;
      maps[id] = map;
      try {
        const built = build(map, id, document.getElementById(dataId)?.textContent ?? "");
        apps.set(id, built.app);
        pending.push(built.painted);
      } catch (error) {
        map.getContainer().append(h("p", { class: "im-broken", role: "alert" }, strings("en").unreadable));
        const failed = Promise.reject(error instanceof Error ? error : new Error(String(error)));
        failed.catch((reason: unknown) => console.error("incident-mapper:", reason));
        pending.push(failed);
      }
    },
    get ready() {
      return loaded.then(async () => {
        await Promise.all(pending);
        await painted();
      });
    },
    state(id) {
      const app = id === undefined ? apps.values().next().value : apps.get(id);
      if (app === undefined) return undefined;
      const { level, metric } = app.store.state;
      const { rows, placed } = app.payload.ledger;
      return { rows, shown: app.model.shown, placed, level, metric, byArea: level === "off" ? {} : app.model.byArea(level, metric) };
    },
  };
}
