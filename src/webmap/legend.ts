// The legend: always what is on the map now, and nothing else.
import type { App } from "./app.ts";
import type { SymbolKind } from "./model.ts";
import { data, fill, h, icon, long, svg } from "./dom.ts";
import { hatchSwatch } from "./hatch.ts";
import { classColours } from "./palette.ts";
import { shorten } from "./text.ts";

/** What the legend must explain for a level and metric: unknown only where it occurs. */
export function legendNeeds(byArea: Record<string, number | null>): { unknown: boolean; zero: boolean } {
  const values = Object.values(byArea);
  return { unknown: values.includes(null), zero: values.includes(0) };
}

export function symbolSwatch(kind: SymbolKind): SVGElement {
  const node = svg("svg", { class: "im-swatch", width: 22, height: 16, viewBox: "0 0 22 16", "aria-hidden": "true", focusable: "false" });
  if (kind === "point") node.append(svg("circle", { cx: 11, cy: 8, r: 4.5, class: "im-mark-point" }));
  else if (kind === "near") node.append(svg("circle", { cx: 11, cy: 8, r: 5, class: "im-mark-near" }));
  else if (kind === "district") node.append(svg("circle", { cx: 11, cy: 8, r: 5.5, class: "im-mark-hollow" }));
  else node.append(svg("rect", { x: 5.5, y: 2.5, width: 11, height: 11, class: `im-mark-hollow${kind === "division" ? " im-mark-division" : ""}` }));
  return node;
}

export function addLegend(app: App): void {
  const { model, payload, store, t, hatch } = app;
  let open = false;
  const body = h("div", { class: "im-legend-body" });
  const toggle = h("button", { type: "button", class: "im-legend-toggle", onclick: () => { open = !open; draw(); app.relabel(); } });
  const node = h("section", { class: "im-legend im-float", "aria-label": t.legend }, toggle, body);
  app.stage.append(node);

  const row = (swatch: Node, text: string, raw = false): HTMLElement =>
    h("li", {}, swatch, h("span", { class: "im-legend-text" }, raw ? text : data(text)));
  const block = (colour: string | null): HTMLElement => {
    const swatch = h("span", { class: `im-swatch im-block${colour === null ? " im-block-zero" : ""}`, "aria-hidden": "true" });
    if (colour !== null) swatch.style.backgroundColor = colour;
    return swatch;
  };

  const draw = (): void => {
    const { level, metric, layout, dark } = store.state;
    const classes = level === "off" ? undefined : model.classes(level, metric);
    const needs = legendNeeds(level === "off" ? {} : model.byArea(level, metric));
    const colours = classColours(classes?.colours ?? [], dark);
    const rows: HTMLElement[] = [];
    if (classes) {
      if (needs.zero) rows.push(row(block(null), classes.zero.label));
      classes.labels.forEach((label, i) => rows.push(row(block(colours[i] ?? "#fd8d3c"), label)));
      if (needs.unknown) rows.push(row(hatchSwatch(hatch.unknown), classes.unknown.label));
    }
    const marks: HTMLElement[] = [];
    if (payload.context.disputed !== null && payload.context.disputed.features.length > 0) marks.push(row(hatchSwatch(hatch.disputed, "im-dashed"), t.disputed, true));
    for (const kind of model.symbols) marks.push(row(symbolSwatch(kind), t.symbols[kind] ?? kind, true));
    const title = classes?.title ?? t.legend;
    const narrow = layout === "narrow";
    const folded = narrow && !open;
    node.classList.toggle("im-folded", folded);
    node.hidden = rows.length + marks.length === 0;
    toggle.setAttribute("aria-expanded", String(!folded));
    toggle.disabled = !narrow;
    fill(toggle, h("bdi", { class: "im-legend-title" }, shorten(title, 100)), narrow ? icon(folded ? "M5 8l5 5 5-5" : "M5 12l5-5 5 5") : null);
    fill(body,
      rows.length > 0 ? h("ul", { class: "im-classes" }, rows) : null,
      folded ? null : [
        marks.length > 0 ? h("ul", { class: "im-marks" }, marks) : null,
        title.length > 100 ? h("p", { class: "im-legend-note" }, long(title, t.more, 100)) : null,
        classes?.note ? h("p", { class: "im-legend-note" }, long(classes.note, t.more, 160)) : null,
      ]);
  };
  store.subscribe((_, changed) => {
    if (["level", "metric", "layout", "dark"].some((key) => changed.has(key as never))) draw();
  });
  draw();
}
