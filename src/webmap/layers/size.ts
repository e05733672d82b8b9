// How large a symbol is for a count.

/** Below this radius a number inside a circle would only be a smudge. */
export const READABLE = 7;

/** Pixels for a count: area is proportional to it, and grows gently as the map is magnified. */
export function pointRadius(count: number, largest: number, zoom: number, home: number, narrow = false): number {
  const [least, most, top] = narrow ? [1.6, 3.8, 16] : [2.1, 4.5, 26];
  const unit = Math.min(most!, Math.max(least!, top! / Math.sqrt(Math.max(1, largest))));
  return unit * Math.sqrt(count) * Math.min(2, Math.max(0.85, 1 + 0.14 * (zoom - home)));
}

/** Width of a sign: wide enough for the digits inside it. */
export function signSize(count: number, narrow: boolean): number {
  const digits = count < 2 ? 0 : String(count).length;
  return (narrow ? [11, 15, 18, 23, 30] : [14, 18, 23, 29, 38])[digits] ?? 44;
}
