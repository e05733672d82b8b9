// The shell around folium's map: rail, stage and footer, standing where folium's own box stood.
import { h } from "./dom.ts";

export interface Shell {
  root: HTMLElement;
  rail: HTMLElement;
  stage: HTMLElement;
  foot: HTMLElement;
}

const BOX = ["position", "left", "top", "width", "height", "margin"] as const;

/** Put the shell in the container's place, with the size its author gave it, and the container inside. */
export function enclose(container: HTMLElement): Shell {
  // Without a box of its own an element reports what was specified ("100%"), not what came of it.
  const before = container.style.display;
  container.style.display = "none";
  const computed = getComputedStyle(container);
  const given = Object.fromEntries(BOX.map((name) => [name, computed[name]])) as Record<(typeof BOX)[number], string>;
  container.style.display = before;

  const rail = h("aside", { class: "im-rail" });
  const stage = h("div", { class: "im-stage" });
  const foot = h("div", { class: "im-foot" });
  const root = h("div", { class: "im-root", role: document.querySelector("main, [role=main]") === null ? "main" : "region" }, rail, stage, foot);
  for (const name of BOX) if (given[name] !== "auto") root.style[name] = given[name];
  if (given.position === "static") root.style.position = "relative";
  if (given.height === "auto" || given.height === "0px") root.style.height = "100%";
  container.replaceWith(root);
  stage.append(container);
  Object.assign(container.style, { position: "absolute", left: "0", top: "0", width: "100%", height: "100%", margin: "0" });
  return { root, rail, stage, foot };
}
