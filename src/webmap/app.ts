// What the modules of one mounted map share: data, store, map, nodes and a few verbs.
import type * as L from "leaflet";
import type { Payload } from "./data.ts";
import type { Strings } from "./i18n.ts";
import type { Model } from "./model.ts";
import type { Selection, Store } from "./state.ts";

export interface App {
  readonly id: string;
  readonly payload: Payload;
  readonly model: Model;
  readonly store: Store;
  readonly map: L.Map;
  readonly t: Strings;
  readonly root: HTMLElement;
  /** The place of the map, with the panels that float above it. */
  readonly stage: HTMLElement;
  readonly rail: HTMLElement;
  /** Names of the hatch patterns, unique on the page. */
  readonly hatch: { unknown: string; disputed: string };
  select(selection: Selection | null, opener?: HTMLElement | SVGElement | null): void;
  /** Boxes of the panels above the map, in the map's pixels. */
  covered(): Box[];
  /** Run before the next paint, once however often it is asked. */
  relabel(): void;
  colour(name: string): string;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export function overlap(a: Box, b: Box, gap = 0): boolean {
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
}

export function around(x: number, y: number, width: number, height: number): Box {
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

/** Pixels between two boxes, 0 when they touch. */
export function distance(a: Box, b: Box): number {
  return Math.hypot(Math.max(0, a.left - b.right, b.left - a.right), Math.max(0, a.top - b.bottom, b.top - a.bottom));
}
