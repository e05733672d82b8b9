// Keyboard reach for things on the map: a few are tab stops each, many share one and the arrows move between them.
import type * as L from "leaflet";

export interface Stop {
  node: HTMLElement | SVGElement;
  lat: number;
  lon: number;
  open(): void;
}

const TURN: Record<string, [number, number]> = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** The nearest stop in a direction, straight ahead counting more than aside. */
export function nearest(stops: readonly { lat: number; lon: number }[], from: number, turn: [number, number]): number {
  const start = stops[from]!;
  let best = from;
  let least = Infinity;
  stops.forEach((stop, i) => {
    const x = stop.lon - start.lon;
    const y = stop.lat - start.lat;
    const ahead = x * turn[0] + y * turn[1];
    const aside = Math.abs(x * turn[1]) + Math.abs(y * turn[0]);
    const cost = ahead + 2 * aside;
    if (i !== from && ahead > 1e-6 && aside <= 2 * ahead && cost < least) {
      least = cost;
      best = i;
    }
  });
  return best;
}

/** Up to `own` stops are tab stops of their own; beyond that the first is, and the arrows move on from it. */
export function rove(map: L.Map, stops: Stop[], own: number): void {
  const each = stops.length <= own;
  stops.forEach((stop, i) => {
    stop.node.setAttribute("tabindex", each || i === 0 ? "0" : "-1");
    stop.node.addEventListener("keydown", (raw) => {
      const event = raw as KeyboardEvent;
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        stop.open();
        return;
      }
      const turn = TURN[event.key];
      if (turn === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      const next = stops[nearest(stops, i, turn)]!;
      if (!each) {
        stop.node.setAttribute("tabindex", "-1");
        next.node.setAttribute("tabindex", "0");
      }
      next.node.focus({ preventScroll: true });
      map.panInside([next.lat, next.lon], { padding: [40, 40], animate: false });
    });
    // Leaflet turns a key press into a click of its own; ours is already done.
    stop.node.addEventListener("keypress", (event) => event.stopPropagation());
  });
}
