// Pure look-ups over one payload: areas by code, symbols, values by area, rows behind a selection.
import type { AreaFeature, AreaValue, Classes, Payload } from "./data.ts";
import type { Selection } from "./state.ts";

const owns = (object: object, key: string): boolean => Object.prototype.hasOwnProperty.call(object, key);

export type SymbolKind = "point" | "near" | "district" | "division" | "province";
export interface PointGroup {
  lon: number;
  lat: number;
  near: boolean;
  rows: number[];
}
export interface AnchorGroup {
  key: string;
  rows: number[];
}

export class Model {
  readonly features = new Map<string, Map<string, AreaFeature>>();
  readonly points: PointGroup[] = [];
  readonly anchors: AnchorGroup[] = [];
  readonly symbols: SymbolKind[];
  /** Rows of input that are drawn on the map, as a point or inside a counted ring or square. */
  readonly shown: number;

  constructor(readonly payload: Payload) {
    for (const [level, areas] of Object.entries(payload.areas)) {
      this.features.set(level, new Map(areas.features.map((area) => [String(area.id), area])));
    }
    this.#group();
    const kinds = new Set<SymbolKind>(this.points.map((group) => (group.near ? "near" : "point")));
    for (const group of this.anchors) kinds.add(payload.anchors[group.key]!.kind);
    this.symbols = (["point", "near", "district", "division", "province"] as const).filter((kind) => kinds.has(kind));
    this.shown = [...this.points, ...this.anchors].reduce((sum, group) => sum + group.rows.length, 0);
  }

  #group(): void {
    const { incidents, anchors } = this.payload;
    const points = new Map<string, PointGroup>();
    const rings = new Map<string, AnchorGroup>();
    incidents.precision.forEach((precision, row) => {
      const key = incidents.anchor[row] ?? null;
      const lon = incidents.lon[row];
      const lat = incidents.lat[row];
      if ((precision === "point" || precision === "near") && typeof lon === "number" && typeof lat === "number") {
        const at = `${precision} ${lon} ${lat}`;
        const group = points.get(at) ?? { lon, lat, near: precision === "near", rows: [] };
        group.rows.push(row);
        points.set(at, group);
      } else if (key !== null && owns(anchors, key)) {
        const group = rings.get(key) ?? { key, rows: [] };
        group.rows.push(row);
        rings.set(key, group);
      }
    });
    // Large groups come first, so that small ones are drawn above them.
    this.points.push(...[...points.values()].sort((a, b) => b.rows.length - a.rows.length));
    this.anchors.push(...[...rings.values()].sort((a, b) => b.rows.length - a.rows.length));
  }

  area(level: string, code: string): AreaFeature | undefined {
    return this.features.get(level)?.get(code);
  }

  /** The finest level that has polygons: what a click means while the colours are off. */
  clickLevel(level: string): string {
    if (this.features.has(level)) return level;
    return ["district", "division", "province"].find((name) => this.features.has(name)) ?? level;
  }

  classes(level: string, metric: string): Classes | undefined {
    return this.payload.classes[level]?.[metric];
  }

  /** An area's entry; undefined means that nothing was reported there. */
  value(level: string, metric: string, code: string): AreaValue | undefined {
    const values = this.payload.values[level]?.[metric];
    return values !== undefined && owns(values, code) ? values[code] : undefined;
  }

  byArea(level: string, metric: string): Record<string, number | null> {
    const out: Record<string, number | null> = {};
    for (const code of this.features.get(level)?.keys() ?? []) {
      const entry = this.value(level, metric, code);
      out[code] = entry === undefined ? 0 : entry.value;
    }
    return out;
  }

  /** What an area's total reads as: "none reported" only where nothing is, not where the best estimate of a range is 0. */
  reads(level: string, metric: string, code: string, none: string): string {
    const entry = this.value(level, metric, code);
    return entry === undefined || (entry.value === 0 && entry.text === "0") ? (this.classes(level, metric)?.zero.label ?? none) : entry.text;
  }

  /** The class of a value: its index, "zero" or "unknown"; edges are right-closed. */
  classOf(level: string, metric: string, code: string): number | "zero" | "unknown" {
    const entry = this.value(level, metric, code);
    if (entry === undefined || entry.value === 0) return "zero";
    if (entry.value === null) return "unknown";
    const edges = this.classes(level, metric)?.edges ?? [];
    const at = edges.findIndex((edge) => entry.value! <= edge);
    return at === -1 ? Math.max(0, edges.length - 1) : at;
  }

  rows(selection: Selection): number[] {
    if (selection.kind === "point") return this.points[selection.group]?.rows ?? [];
    if (selection.kind === "anchor") return this.anchors.find((group) => group.key === selection.key)?.rows ?? [];
    const { adm1, adm2, anchor, precision } = this.payload.incidents;
    const column = selection.level === "province" ? adm1 : selection.level === "district" ? adm2 : anchor;
    return precision.flatMap((_, row) => (column[row] === selection.code ? [row] : []));
  }

  count(selection: Selection): number {
    return this.rows(selection).length;
  }
}
