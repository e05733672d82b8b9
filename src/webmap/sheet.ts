// The phone's panel: a sheet over the map with three heights, by drag, by button and by arrow key.
import type { App } from "./app.ts";
import { h } from "./dom.ts";

const STEPS = ["peek", "half", "full"] as const;
export type Step = (typeof STEPS)[number];

export interface Sheet {
  /** Height in pixels, 0 while the layout is wide. */
  height(): number;
  /** At least this open. */
  reveal(step: Step): void;
  layout(): void;
}

/** Height of a step over a stage of this height. */
export function stepHeight(step: Step, stage: number, peek: number): number {
  const low = Math.min(peek, stage * 0.4);
  return Math.round(step === "peek" ? low : step === "half" ? Math.max(low, stage * 0.44) : stage * 0.9);
}

/** `folded` is told when the reader opens or folds the sheet, which changes the room the map has. */
export function addSheet(app: App, folded: () => void): Sheet {
  const { rail, stage, store, t } = app;
  const handle = h("button", { type: "button", class: "im-handle" }, h("span", { class: "im-grip" }));
  rail.prepend(handle);
  let step: Step | null = null;
  let height = 0;

  const heightOf = (name: Step): number => {
    const title = rail.querySelector<HTMLElement>(".im-title");
    return stepHeight(name, stage.clientHeight, 42 + Math.min(70, title?.offsetHeight ?? 46));
  };
  const show = (pixels: number): void => {
    height = Math.round(pixels);
    rail.style.height = height === 0 ? "" : `${height}px`;
    app.root.style.setProperty("--im-sheet", `${height}px`);
  };
  const go = (next: Step): void => {
    step = next;
    handle.setAttribute("aria-label", `${t.sheet}: ${t.sheetSteps[next]}`);
    handle.setAttribute("aria-expanded", String(next !== "peek"));
    app.root.dataset.sheet = next;
    show(heightOf(next));
    app.relabel();
  };
  const move = (next: Step): void => {
    const changed = next !== step;
    go(next);
    if (changed && next !== "full") folded();
  };
  const by = (turn: number): void => move(STEPS[Math.max(0, Math.min(2, STEPS.indexOf(step ?? "half") + turn))]!);

  let start: { y: number; height: number; moved: boolean } | null = null;
  handle.addEventListener("pointerdown", (event) => {
    start = { y: event.clientY, height, moved: false };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (start === null) return;
    const moved = start.y - event.clientY;
    if (Math.abs(moved) > 4) start.moved = true;
    if (start.moved) {
      app.root.classList.add("im-dragging");
      show(Math.max(40, Math.min(stage.clientHeight * 0.92, start.height + moved)));
    }
  });
  const end = (): void => {
    if (start?.moved) {
      const nearest = [...STEPS].sort((a, b) => Math.abs(heightOf(a) - height) - Math.abs(heightOf(b) - height))[0]!;
      move(nearest);
    }
    app.root.classList.remove("im-dragging");
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", () => { end(); start = null; });
  handle.addEventListener("click", () => {
    const dragged = start?.moved === true;
    start = null;
    if (!dragged) move(step === "peek" ? "half" : step === "half" ? "full" : "peek");
  });
  handle.addEventListener("keydown", (event) => {
    const turn = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (turn === undefined) return;
    event.preventDefault();
    by(turn);
  });

  return {
    height: () => height,
    reveal(least) {
      if (store.state.layout === "narrow" && STEPS.indexOf(step ?? "peek") < STEPS.indexOf(least)) move(least);
    },
    layout() {
      if (store.state.layout === "wide") {
        delete app.root.dataset.sheet;
        show(0);
      }
      else go(step ?? (stage.clientHeight >= 520 ? "half" : "peek"));
    },
  };
}
