// The card: one area or symbol, its figures and the incidents reported there.
import type { App } from "./app.ts";
import { append, data, fill, h, icon, long, source, urdu, type Child } from "./dom.ts";
import type { Selection } from "./state.ts";
import { shorten } from "./text.ts";

const PAGE = 20;
const DATED = /\b(year|month|day|date|time)\b/i;

export interface Card {
  readonly node: HTMLElement;
}

export function addCard(app: App, focusBack: () => void): Card {
  const { model, payload, store, t } = app;
  const heading = h("h2", { class: "im-card-title", tabindex: "-1" });
  const content = h("div", { class: "im-card-body", tabindex: "0", role: "group" });
  const close = h("button", { type: "button", class: "im-close", "aria-label": t.close, onclick: () => app.select(null) }, icon("M5 5l10 10M15 5L5 15"));
  const node = h("section", { class: "im-card im-float", "aria-live": "off" }, h("div", { class: "im-card-head" }, heading, close), content);
  node.hidden = true;

  const incident = (row: number): HTMLElement => {
    const all = payload.incidents;
    const text = (column: "what" | "date" | "reported" | "resolved" | "killed" | "injured" | "claimed_by" | "source" | "url"): string => all[column][row] ?? "";
    const marks = all.marks[row] ?? [];
    const badge = (mark: string): HTMLElement => h("span", { class: "im-badge" }, long(mark, t.more, 120));
    const entry = (name: string, ...value: Child[]): HTMLElement[] => [h("dt", {}, name), h("dd", {}, ...value)];
    const line = (name: keyof typeof t.fields, column: Parameters<typeof text>[0]): HTMLElement[] =>
      text(column).trim() === "" ? [] : entry(t.fields[name], long(text(column), t.more));
    const dated = marks.filter((mark) => DATED.test(mark) && mark.length < 60);
    const other = marks.filter((mark) => !dated.includes(mark));
    const list = h("dl", {},
      line("what", "what"),
      text("date").trim() === "" && dated.length === 0 ? [] : entry(t.fields.date, long(text("date"), t.more), dated.map((mark) => [document.createTextNode(" "), badge(mark)])),
      line("reported", "reported"), line("resolved", "resolved"), line("killed", "killed"), line("injured", "injured"), line("claimed_by", "claimed_by"),
      entry(t.fields.precision, data(t.precision[all.precision[row] ?? "none"] ?? t.precision.none!)),
      text("source").trim() === "" && text("url") === "" ? [] : entry(t.fields.source, source(text("source"), text("url"), t.more)));
    return h("li", { class: "im-incident" }, list, other.length > 0 ? h("div", { class: "im-notes" }, other.map(badge)) : null,
      h("div", { class: "im-row-number" }, t.row(all.row[row] ?? row + 1)));
  };

  const list = (rows: readonly number[]): HTMLElement => {
    const items = h("ol", { class: "im-incidents" });
    const foot = h("div", { class: "im-paging" });
    let shown = 0;
    const next = (): void => {
      const first = shown;
      append(items, rows.slice(shown, shown + PAGE).map(incident));
      shown = Math.min(rows.length, shown + PAGE);
      const left = rows.length - shown;
      fill(foot, rows.length > PAGE ? h("p", { class: "im-muted" }, t.showing(shown, rows.length)) : null,
        left > 0 ? h("button", { type: "button", class: "im-button", onclick: next }, t.showMore(Math.min(PAGE, left))) : null);
      if (first > 0) {
        const fresh = items.children[first] as HTMLElement | undefined;
        fresh?.setAttribute("tabindex", "-1");
        fresh?.focus({ preventScroll: true });
      }
    };
    next();
    return h("div", {}, items, foot);
  };

  const figures = (level: string, code: string): HTMLElement[] => {
    if (!model.features.has(level) || payload.values[level] === undefined) return [];
    const out: HTMLElement[] = [];
    const cells = Object.entries(payload.metrics).map(([metric, label]) => {
      const entry = model.value(level, metric, code);
      const quiet = entry === undefined || entry.value === 0;
      const words = model.reads(level, metric, code, t.zero);
      const on = metric === store.state.metric && store.state.level !== "off";
      if (entry?.note && (on || entry.value === null || !out.some((note) => note.textContent === entry.note))) out.push(h("p", { class: "im-why" }, long(entry.note, t.more)));
      return h("div", { class: `im-figure${on ? " im-figure-on" : ""}${quiet || entry.value === null ? " im-figure-quiet" : ""}` },
        h("div", { class: "im-figure-label" }, data(shorten(label, 40))), h("div", { class: "im-figure-value" }, long(words, t.more, 60)));
    });
    const notes = out.filter((note, i) => out.findIndex((other) => other.textContent === note.textContent) === i);
    return [h("div", { class: "im-figures" }, cells), ...notes];
  };

  const draw = (selection: Selection): void => {
    const rows = model.rows(selection);
    let title: (Node | null | string)[];
    let kind = "";
    let blocks: HTMLElement[] = [];
    if (selection.kind === "point") {
      const group = model.points[selection.group]!;
      title = [data(shorten(payload.incidents.reported[rows[0]!] || t.symbols.point!, 160))];
      kind = group.near ? t.symbols.near! : t.symbols.point!;
    } else {
      const at = selection.kind === "area" ? model.area(selection.level, selection.code)?.properties : payload.anchors[selection.key];
      const level = selection.kind === "area" ? selection.level : payload.anchors[selection.key]!.kind;
      const code = selection.kind === "area" ? selection.code : selection.key;
      const second = urdu(at?.urdu ?? "");
      title = [data(shorten(at?.name ?? code, 160)), second ? " · " : null, second];
      kind = selection.kind === "anchor" ? (t.symbols[level] ?? "") : (t.levelOne[level] ?? "");
      blocks = figures(level, code);
      // A ring counts less than its area does, so the figures say what they are of.
      if (selection.kind === "anchor" && blocks.length > 0) blocks.unshift(h("p", { class: "im-label-text im-whole" }, t.whole[level] ?? ""));
      const note = model.area(level, code)?.properties.note ?? "";
      if (note.trim() !== "") blocks.push(h("p", { class: "im-why" }, long(note, t.more)));
    }
    fill(heading, title);
    fill(content, h("p", { class: "im-card-kind" }, kind, rows.length > 0 ? ` · ${t.incidents(rows.length)}` : null), blocks,
      rows.length > 0 ? list(rows) : payload.incidents.precision.length > 0 ? h("p", { class: "im-muted" }, t.noneHere) : null);
    content.scrollTop = 0;
  };

  store.subscribe((state, changed) => {
    if (!changed.has("selection") && !changed.has("metric") && !changed.has("level")) return;
    const was = !node.hidden;
    node.hidden = state.selection === null;
    app.root.classList.toggle("im-has-card", state.selection !== null);
    if (state.selection !== null) {
      draw(state.selection);
      if (changed.has("selection")) heading.focus({ preventScroll: true });
    } else if (was) focusBack();
    app.relabel();
  });
  app.root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && store.state.selection !== null) {
      event.stopPropagation();
      app.select(null);
    }
  });
  return { node };
}
