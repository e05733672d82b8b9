// How much of the file is on the map, and what is not, with the reason.
import type { App } from "./app.ts";
import type { Ledger } from "./data.ts";
import { data, h, long } from "./dom.ts";
import { shorten } from "./text.ts";

const CAP = 200;
const ORDER = ["district", "province", "multi", "country", "foreign", "ambiguous", "unmatched", "rejected"];

export interface Share {
  kind: "district" | "province" | "other" | "none";
  count: number;
}

/** The bar's four parts; they add up to the rows. */
export function shares(ledger: Ledger): Share[] {
  const { district = 0, province = 0, country = 0, multi = 0 } = ledger.counts;
  const none = Math.max(0, ledger.rows - district - province - country - multi);
  const parts: Share[] = [{ kind: "district", count: district }, { kind: "province", count: province }, { kind: "other", count: country + multi }, { kind: "none", count: none }];
  return parts.filter((part) => part.count > 0);
}

export function ledgerPanel(app: App): HTMLElement | null {
  const { t, payload: { ledger } } = app;
  if (ledger.rows === 0) return null;
  const known = ORDER.filter((name) => (ledger.counts[name] ?? 0) > 0);
  const table = app.payload.incidents.precision.length === 0;
  const words = known.map((name) => ((table ? t.tableOutcomes[name] : undefined) ?? t.outcomes[name]!)(t.n(ledger.counts[name]!)));
  const bar = h("div", { class: "im-bar", "aria-hidden": "true" }, shares(ledger).map((part) => {
    const segment = h("span", { class: `im-bar-${part.kind}` });
    segment.style.flexGrow = String(part.count);
    return segment;
  }));
  const flags = Object.entries(t.flags).filter(([name]) => (ledger.flags[name] ?? 0) > 0);
  const details = ledger.unplaced.length === 0 && flags.length === 0 ? null
    : h("details", { class: "im-unplaced", ontoggle: () => app.relabel() },
      h("summary", {}, ledger.unplaced.length > 0 ? t.notPlaced : t.onlyFlags, ledger.unplaced.length > 0 ? h("span", { class: "im-count" }, t.n(ledger.unplaced.length)) : null),
      ledger.unplaced.length === 0 ? null : h("ol", { class: "im-unplaced-list", tabindex: "0" },
        ledger.unplaced.slice(0, CAP).map((row) => h("li", {},
          h("div", { class: "im-unplaced-head" }, h("span", { class: "im-row-number" }, t.row(row.row)), h("span", { class: "im-badge im-badge-plain" }, t.outcomeNames[row.outcome] ?? data(shorten(row.outcome, 40)))),
          h("div", { class: "im-unplaced-text" }, long(row.text, t.more, 140)),
          row.reason === "" ? null : h("div", { class: "im-muted" }, long(row.reason, t.more, 140)),
          row.suggestion === "" ? null : h("div", { class: "im-muted" }, `${t.suggestion} `, long(row.suggestion, t.more, 100), "?")))),
      ledger.unplaced.length > CAP ? h("p", { class: "im-muted" }, t.andMore(ledger.unplaced.length - CAP)) : null,
      flags.length === 0 ? null : [ledger.unplaced.length > 0 ? h("h2", { class: "im-label-text" }, t.flagsHeading) : null, h("ul", { class: "im-flags" }, flags.map(([name, say]) => h("li", {}, say(t.n(ledger.flags[name]!)))))]);
  return h("section", { class: "im-ledger", "aria-label": t.placedBold(ledger.placed, ledger.rows) },
    h("p", { class: "im-ledger-line" }, h("strong", {}, t.placedBold(ledger.placed, ledger.rows)), words.length > 0 ? ` · ${words.join(", ")}` : null),
    bar, details);
}
