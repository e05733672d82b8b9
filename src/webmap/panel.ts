// The rail (on a phone, the sheet): title, totals, what the colours mean, and the ledger at its foot.
import type { App } from "./app.ts";
import { fill, h, long } from "./dom.ts";
import { ledgerPanel } from "./ledger.ts";
import { oneLine, shorten, withoutDirection } from "./text.ts";

interface Choice {
  value: string;
  label: string;
}

function segments(app: App, caption: HTMLElement, choices: Choice[], current: () => string, choose: (value: string) => void): HTMLElement {
  const buttons = choices.map(({ value, label }) => h("button", {
    type: "button", class: "im-segment", "data-value": value, "aria-pressed": "false", onclick: () => choose(value),
  }, h("bdi", {}, shorten(oneLine(withoutDirection(label)), 60))));
  const draw = (): void => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(choices[i]!.value === current())));
  app.store.subscribe(draw);
  draw();
  const group = h("div", { class: "im-segments", role: "group" }, buttons);
  group.setAttribute("aria-label", caption.textContent ?? "");
  return h("div", { class: "im-control" }, caption, group);
}

function totals(app: App): (HTMLElement | null)[] {
  const { payload, t } = app;
  if (payload.totals.length === 0) return [];
  const cells = payload.totals.map((total) => h("div", { class: "im-total" },
    h("div", { class: "im-total-value" }, long(total.value, t.more, 60)), h("div", { class: "im-total-label" }, long(total.label, t.more, 120))));
  const why = payload.totals.map((total) => total.why).filter((text) => text.trim() !== "");
  return [h("div", { class: "im-totals" }, cells), ...why.map((text) => h("p", { class: "im-why" }, long(text, t.more)))];
}

export function addPanel(app: App): void {
  const { payload, store, model, t, rail } = app;
  const metrics = Object.entries(payload.metrics).map(([value, label]) => ({ value, label }));
  const drawn = payload.levels.filter((level) => model.features.has(level));
  const levels = [...drawn, "off"].map((value) => ({ value, label: t.levels[value] ?? value }));

  const caption = h("div", { class: "im-label-text" });
  const captionText = (): string => t.colourBy[store.state.level] ?? t.colourBy[drawn.at(-1) ?? "other"] ?? t.colourBy.other!;
  fill(caption, captionText());
  store.subscribe(() => fill(caption, captionText()));

  const hasSymbols = model.shown > 0;
  const nothing = payload.incidents.precision.length > 0 ? !hasSymbols : payload.ledger.rows > 0 && payload.ledger.placed === 0;
  const controls = [
    nothing ? h("div", { class: "im-empty" }, h("strong", {}, t.nothingDrawn), h("p", {}, t.nothingDrawnWhy)) : null,
    metrics.length > 1 ? segments(app, caption, metrics, () => (store.state.level === "off" ? "" : store.state.metric),
      (metric) => store.set(store.state.level === "off" ? { metric, level: drawn.at(-1) ?? "off" } : { metric })) : null,
    drawn.length > 1 || (drawn.length === 1 && hasSymbols)
      ? segments(app, h("div", { class: "im-label-text" }, t.levelHeading), levels, () => store.state.level, (level) => store.set({ level })) : null,
  ];
  rail.append(h("div", { class: "im-rail-body" },
    h("header", {},
      h("h1", { class: "im-title" }, long(payload.title, t.more, 200)),
      payload.subtitle.trim() === "" ? null : h("p", { class: "im-subtitle" }, long(payload.subtitle, t.more, 200))),
    totals(app), controls, h("div", { class: "im-spring" }), ledgerPanel(app)));
}
