// The payload that Python hands over: its types, and reading it from the page's JSON element.
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from "geojson";

export type Shape = Polygon | MultiPolygon;
export type AreaKind = "district" | "division" | "province";
export type Precision = "point" | "near" | AreaKind | "multi" | "country" | "none";

export interface AreaProps {
  name: string;
  urdu: string;
  parent: string | null;
  lon: number;
  lat: number;
  note: string;
}
export type AreaFeature = Feature<Shape, AreaProps>;
export type Areas = FeatureCollection<Shape, AreaProps>;

export interface NeighbourProps {
  name: string;
  urdu: string;
  lon: number;
  lat: number;
}
export interface Context {
  neighbours: FeatureCollection<Shape, NeighbourProps>;
  disputed: Areas | null;
  labels: { text: string; lon: number; lat: number; kind: string }[];
}
export interface Anchor {
  name: string;
  urdu: string;
  lon: number;
  lat: number;
  kind: AreaKind;
}
export interface AreaValue {
  value: number | null;
  text: string;
  note: string;
}
export interface Classes {
  title: string;
  note: string;
  edges: number[];
  labels: string[];
  colours: string[];
  zero: { label: string; colour: string };
  unknown: { label: string };
}
export interface Total {
  value: string;
  label: string;
  why: string;
}
export interface Incidents {
  id: string[];
  row: number[];
  precision: Precision[];
  anchor: (string | null)[];
  lon: (number | null)[];
  lat: (number | null)[];
  adm1: (string | null)[];
  adm2: (string | null)[];
  date: string[];
  what: string[];
  reported: string[];
  resolved: string[];
  killed: string[];
  injured: string[];
  claimed_by: string[];
  source: string[];
  url: string[];
  marks: string[][];
}
export interface Unplaced {
  row: number;
  text: string;
  outcome: string;
  reason: string;
  suggestion: string;
}
export interface Ledger {
  rows: number;
  placed: number;
  counts: Record<string, number>;
  flags: Record<string, number>;
  unplaced: Unplaced[];
}
export interface Payload {
  format: 1;
  lang: string;
  version: string;
  built: string | null;
  edition: string;
  title: string;
  subtitle: string;
  credit: string;
  level: string;
  levels: string[];
  metric: string;
  metrics: Record<string, string>;
  bounds: [number, number, number, number];
  areas: Record<string, Areas>;
  context: Context;
  anchors: Record<string, Anchor>;
  values: Record<string, Record<string, Record<string, AreaValue>>>;
  classes: Record<string, Record<string, Classes>>;
  totals: Total[];
  incidents: Incidents;
  ledger: Ledger;
  sources: string[];
  attribution: string[];
  disclaimer: string;
}

const EMPTY: Areas = { type: "FeatureCollection", features: [] };
const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const FALLBACK_COLOUR = "#fd8d3c";

/** Read a payload, filling what a lighter map leaves out; anything but format 1 is refused. */
export function parsePayload(text: string): Payload {
  const raw = JSON.parse(text) as Partial<Payload>;
  if (raw.format !== 1) throw new Error(`payload format ${String(raw.format)} is not 1`);
  const payload = { ...DEFAULTS, ...raw } as Payload;
  payload.context = { ...DEFAULTS.context, ...(raw.context ?? {}) };
  payload.incidents = { ...DEFAULTS.incidents, ...(raw.incidents ?? {}) };
  payload.ledger = { ...DEFAULTS.ledger, ...(raw.ledger ?? {}) };
  for (const level of Object.values(payload.classes)) {
    for (const classes of Object.values(level)) {
      // A colour ends up in a style, where a url() would be a request: only plain hex passes.
      classes.colours = classes.colours.map((colour) => (HEX.test(colour) ? colour : FALLBACK_COLOUR));
    }
  }
  return payload;
}

const DEFAULTS: Payload = {
  format: 1, lang: "en", version: "", built: null, edition: "",
  title: "", subtitle: "", credit: "",
  level: "off", levels: [], metric: "", metrics: {},
  bounds: [60.8, 23.6, 79.4, 37.1],
  areas: {}, context: { neighbours: { ...EMPTY, features: [] }, disputed: null, labels: [] },
  anchors: {}, values: {}, classes: {}, totals: [],
  incidents: {
    id: [], row: [], precision: [], anchor: [], lon: [], lat: [], adm1: [], adm2: [], date: [], what: [],
    reported: [], resolved: [], killed: [], injured: [], claimed_by: [], source: [], url: [], marks: [],
  },
  ledger: { rows: 0, placed: 0, counts: {}, flags: {}, unplaced: [] },
  sources: [], attribution: [], disclaimer: "",
};
