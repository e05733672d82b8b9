// The small note beside the pointer or the focused thing: a name and a value.
import { fill, h } from "./dom.ts";

export interface Tip {
  show(title: string, value: string, x: number, y: number): void;
  hide(): void;
}

export function addTip(stage: HTMLElement): Tip {
  const node = h("div", { class: "im-tip", "aria-hidden": "true" });
  node.hidden = true;
  stage.append(node);
  return {
    show(title, value, x, y) {
      fill(node, h("bdi", { class: "im-tip-name" }, title), value === "" ? null : h("bdi", {}, value));
      node.hidden = false;
      const left = Math.min(x + 14, stage.clientWidth - node.offsetWidth - 6);
      const above = y - node.offsetHeight - 10;
      node.style.transform = `translate(${Math.max(6, left)}px, ${above > 6 ? above : y + 18}px)`;
    },
    hide() {
      node.hidden = true;
    },
  };
}
