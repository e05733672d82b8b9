// The line that is always there: what the borders imply, whose data this is, which edition and version.
import type { App } from "./app.ts";
import { data, fill, h, long } from "./dom.ts";

export function addFooter(app: App, foot: HTMLElement): void {
  const { payload, t } = app;
  const item = (text: string): HTMLElement => h("span", { class: `im-foot-item${/[.!?]\s*$/.test(text) ? " im-stop" : ""}` }, long(text, t.more, 180));
  const vital = [payload.disclaimer, ...payload.attribution].filter((text) => text.trim() !== "").map(item);
  const rest = [
    ...payload.sources.map((text) => item(text)),
    payload.credit.trim() === "" ? null : item(payload.credit),
    payload.edition === "" ? null : h("span", { class: "im-foot-item" }, data(t.edition(payload.edition.slice(0, 60)))),
    h("span", { class: "im-foot-item" }, data(t.made(payload.version.slice(0, 40)))),
    payload.built === null ? null : h("span", { class: "im-foot-item" }, data(t.built(payload.built.slice(0, 40)))),
  ];
  const draw = (): void => {
    if (app.store.state.layout === "wide") fill(foot, h("p", {}, vital, rest));
    else fill(foot, h("p", {}, vital), h("details", { ontoggle: () => app.relabel() }, h("summary", {}, t.about), h("p", {}, rest)));
  };
  app.store.subscribe((_, changed) => { if (changed.has("layout")) draw(); });
  draw();
}
