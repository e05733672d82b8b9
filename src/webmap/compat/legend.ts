/**
 * The part of d3 version 3 that branca's colour legends call, made of today's d3 modules.
 *
 * A page whose scripts use more of d3 is given version 3 itself (compat-d3.js).
 */
import { axisBottom, axisTop } from "d3-axis";
import { scaleLinear, scaleThreshold } from "d3-scale";
import { select } from "d3-selection";

const OWN_LEGEND = ".legend.leaflet-control";

interface LegendAxis {
  (selection: unknown): void;
  scale(scale: unknown): LegendAxis;
  orient(side: string): LegendAxis;
  tickSize(size: number): LegendAxis;
  tickValues(values: unknown[]): LegendAxis;
}

/** An axis with version 3's interface: the side is a method there, and the look is left to the page. */
function axis(): LegendAxis {
  let scale: unknown = scaleLinear();
  let make = axisBottom;
  let size = 6;
  let values: unknown[] | null = null;
  const draw = ((selection: { selectAll(name: string): { attr(name: string, value: unknown): unknown } }) => {
    const fill = (selection as unknown as { attr(name: string): string | null }).attr("fill");
    const anchor = make(scale).tickSize(size);
    if (values !== null) {
      // branca writes '' where two labels would overlap; version 3 drew them at the left end, unlabelled.
      anchor.tickValues(values.filter((value) => value !== ""));
    }
    anchor(selection);
    // Version 4 and later colour the axis themselves; version 3 left it to inherit.
    (selection as unknown as { attr(name: string, value: unknown): unknown }).attr("fill", fill);
    selection.selectAll("path.domain").attr("fill", "none");
    selection.selectAll(".tick text").attr("fill", fill ?? "currentColor");
  }) as LegendAxis;
  draw.scale = (value) => ((scale = value), draw);
  draw.orient = (side) => ((make = side === "top" ? axisTop : axisBottom), draw);
  draw.tickSize = (value) => ((size = value), draw);
  draw.tickValues = (value) => ((values = value), draw);
  return draw;
}

/** branca finds its legend by class. With two on a map, the first would get both: give it the newest. */
function selectNewest(subject: unknown): unknown {
  if (subject !== OWN_LEGEND) {
    return select(subject);
  }
  const boxes = [...document.querySelectorAll(OWN_LEGEND)];
  return select(boxes.find((box) => box.childElementCount === 0) ?? boxes[0] ?? null);
}

Object.assign(window, {
  d3: {
    select: selectNewest,
    scale: { linear: scaleLinear, threshold: scaleThreshold },
    svg: { axis },
  },
});
