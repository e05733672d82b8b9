// Build page nodes; every string becomes a text node or an attribute, never markup.
import { safeLink, shorten } from "./text.ts";

export type Child = Node | string | number | null | undefined | false | Child[];
type Attrs = Record<string, string | number | boolean | null | undefined | ((event: never) => void)>;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, attrs: Attrs = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, String(value));
  }
  append(node, children);
  return node;
}

export function append(node: Node, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) append(node, child);
    else if (child instanceof Node) node.appendChild(child);
    else if (child !== null && child !== undefined && child !== false) node.appendChild(document.createTextNode(String(child)));
  }
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(tag: string, attrs: Record<string, string | number> = {}, ...children: Node[]): SVGElement {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attrs)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** An icon of 20 units, drawn with strokes. */
export function icon(path: string): SVGElement {
  return svg("svg", { class: "im-icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false" }, svg("path", { d: path }));
}

/** Text from the data, isolated so that its direction stays its own. */
export function data(text: string, attrs: Attrs = {}): HTMLElement {
  return h("bdi", attrs, text);
}

export function urdu(text: string): HTMLElement | null {
  return text === "" ? null : h("bdi", { class: "im-urdu", lang: "ur", dir: "rtl" }, shorten(text, 120));
}

/** Text of any length: past the limit, the rest waits behind a button. */
export function long(text: string, more: string, limit = 280): HTMLElement {
  if (text.length <= limit) return data(text);
  const shown = data(shorten(text, limit));
  const button = h("button", {
    type: "button", class: "im-more",
    onclick: () => { shown.textContent = text; shown.classList.add("im-unfolded"); button.remove(); },
  }, more);
  return h("span", {}, shown, " ", button);
}

/** A source: its words, and where its address is a web address, a link that shows the host. */
export function source(text: string, url: string, more: string): HTMLElement {
  const link = safeLink(url);
  if (link === null) return long(text, more);
  const host = shorten(link.host, 60);
  return h("span", {}, text === "" ? null : [long(text, more), " "],
    h("a", { href: link.href, target: "_blank", rel: "noopener noreferrer", class: "im-link" }, data(host), h("span", { "aria-hidden": "true" }, " ↗")));
}

/** Replace what a node holds. */
export function fill(node: Element, ...children: Child[]): void {
  node.replaceChildren();
  append(node, children);
}
