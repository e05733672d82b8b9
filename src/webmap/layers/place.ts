// Pure label placing: each label tries its positions in turn; one left without makes its neighbours move.
import { around, overlap, type Box } from "../app.ts";

export interface Candidate {
  x: number;
  y: number;
  width: number;
  height: number;
  /** Which form of the label this is, for labels that may be set on several lines. */
  form: number;
}
export interface LabelRequest {
  id: string;
  candidates: readonly Candidate[];
  /** Whether a box is where this label belongs; without it every place is. */
  inside?: (box: Box) => boolean;
  /** Boxes to keep off where there is a choice. */
  soft?: readonly Box[];
  /** Worth moving others for. */
  insists?: boolean;
}
export interface Placed extends Candidate {
  id: string;
  box: Box;
}

interface Field {
  obstacles: readonly Box[];
  frame: Box;
  gap: number;
}

const boxOf = (c: Candidate): Box => around(c.x, c.y, c.width, c.height);
const within = (box: Box, frame: Box): boolean =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

/** The first free position of a label, among the labels that already stand. */
function seat(label: LabelRequest, standing: readonly Placed[], field: Field): Placed | null {
  let second: Placed | null = null;
  for (const candidate of label.candidates) {
    const box = boxOf(candidate);
    if (!within(box, field.frame)) continue;
    if (standing.some((other) => overlap(box, other.box, field.gap)) || field.obstacles.some((other) => overlap(box, other, field.gap - 1))) continue;
    if (label.inside !== undefined && !label.inside(box)) continue;
    const found = { ...candidate, id: label.id, box };
    if (!label.soft?.some((other) => overlap(box, other))) return found;
    second ??= found;
  }
  return second;
}

/** Seat a label where only movable labels stand in the way, each of which finds another place. */
function squeeze(label: LabelRequest, standing: readonly Placed[], movable: ReadonlyMap<string, LabelRequest>, field: Field): Placed[] | null {
  for (const candidate of label.candidates) {
    const box = boxOf(candidate);
    if (!within(box, field.frame) || field.obstacles.some((other) => overlap(box, other, field.gap - 1))) continue;
    if (label.inside !== undefined && !label.inside(box)) continue;
    const away = standing.filter((other) => overlap(box, other.box, field.gap));
    if (away.length > 2 || away.some((other) => !movable.has(other.id))) continue;
    const next = [...standing.filter((other) => !away.includes(other)), { ...candidate, id: label.id, box }];
    const settled = away.every((other) => {
      const found = seat(movable.get(other.id)!, next, field);
      if (found !== null) next.push(found);
      return found !== null;
    });
    if (settled) return next;
  }
  return null;
}

/** Greedy, in the order given, with one round of making room for labels that insist. */
export function placeLabels(labels: readonly LabelRequest[], obstacles: readonly Box[], frame: Box, gap = 2): Placed[] {
  const field: Field = { obstacles, frame, gap };
  const movable = new Map<string, LabelRequest>();
  let placed: Placed[] = [];
  for (const label of labels) {
    // A label may ask twice, the second time with a looser wish.
    if (placed.some((other) => other.id === label.id)) continue;
    const found = seat(label, placed, field);
    if (found !== null) placed.push(found);
    else if (label.insists === true) placed = squeeze(label, placed, movable, field) ?? placed;
    if (label.insists === true) movable.set(label.id, label);
  }
  return placed;
}

/** The positions around a symbol: right, left, below, above, then the corners, then a little farther. */
export function besides(x: number, y: number, reach: number, width: number, height: number): Candidate[] {
  return [2, 5, 9].flatMap((gap) => {
    const far = reach + gap;
    const dx = far + width / 2;
    const dy = far + height / 2;
    const side = reach * 0.7 + gap + width / 2;
    const slope = reach * 0.7 + height / 3;
    const places: [number, number][] = [
      [dx, 0], [-dx, 0], [0, dy], [0, -dy], [dx, height / 3], [dx, -height / 3], [-dx, height / 3], [-dx, -height / 3],
      [side, slope], [side, -slope], [-side, slope], [-side, -slope],
    ];
    return places.map(([ox, oy]) => ({ x: x + ox, y: y + oy, width, height, form: 0 }));
  });
}

/** The anchor itself, then rings of positions around it, for each form of the label. */
export function rings(x: number, y: number, forms: readonly { width: number; height: number }[], far: number): Candidate[] {
  const out: Candidate[] = [];
  for (let reach = 0; reach <= far; reach += 11) {
    const steps = reach === 0 ? 1 : Math.max(8, Math.round(reach / 5));
    for (let i = 0; i < steps; i += 1) {
      // Start below, where a label sits best, and widen from there.
      const angle = Math.PI / 2 + (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * ((2 * Math.PI) / steps);
      forms.forEach((size, form) => out.push({ x: x + reach * Math.cos(angle), y: y + reach * Math.sin(angle), ...size, form }));
    }
  }
  return out;
}

/** Every position of a coarse grid over the frame, nearest to the anchor first, none farther than `far`. */
export function grid(frame: Box, x: number, y: number, forms: readonly { width: number; height: number }[], far: number, step = 26): Candidate[] {
  const out: { cost: number; candidate: Candidate }[] = [];
  for (let cx = frame.left + step; cx < frame.right; cx += step) {
    for (let cy = frame.top + step; cy < frame.bottom; cy += step) {
      const away = Math.hypot(cx - x, cy - y);
      if (away <= far) forms.forEach((size, form) => out.push({ cost: away + form * 30, candidate: { x: cx, y: cy, ...size, form } }));
    }
  }
  return out.sort((a, b) => a.cost - b.cost).map(({ candidate }) => candidate);
}
