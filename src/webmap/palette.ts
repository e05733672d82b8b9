// Class colours for light and dark pages: the payload's own in light, a twin made from them in dark.

/** Hue in turns, saturation and lightness in shares, of a colour written #rgb or #rrggbb. */
export function hsl(hex: string): [number, number, number] {
  const full = hex.length === 4 ? hex.replace(/[^#]/g, "$&$&") : hex;
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16) / 255) as [number, number, number];
  const high = Math.max(r, g, b);
  const low = Math.min(r, g, b);
  const span = high - low;
  const light = (high + low) / 2;
  if (span === 0) return [0, 0, light];
  const turn = high === r ? ((g - b) / span + 6) % 6 : high === g ? (b - r) / span + 2 : (r - g) / span + 4;
  return [turn / 6, span / (1 - Math.abs(2 * light - 1)), light];
}

/** On dark land more must mean lighter: the sequence is turned round and set in lightness for a dark page. */
export function classColours(colours: readonly string[], dark: boolean): string[] {
  if (!dark) return [...colours];
  const last = colours.length - 1;
  return colours.map((_, i) => {
    const [hue, saturation] = hsl(colours[last - i]!);
    const share = last === 0 ? 0.4 : i / last;
    return `hsl(${Math.round(hue * 360)} ${Math.round(Math.min(saturation, 0.55 + 0.35 * share) * 100)}% ${Math.round(27 + 46 * share)}%)`;
  });
}
