/**
 * The part of jQuery that folium's own elements call, in a page that calls nothing else of it.
 *
 * folium writes `$("<div>...</div>")[0]` for each pop-up and `$(document).ready(f)` to keep layers in
 * front. A page whose scripts use more of jQuery is given jQuery itself (compat-jquery.js).
 */

type Ready = () => void;

class Found {
  [index: number]: Node;
  readonly length: number;

  constructor(nodes: readonly Node[]) {
    nodes.forEach((node, index) => {
      this[index] = node;
    });
    this.length = nodes.length;
  }

  get(index: number): Node | undefined {
    return this[index];
  }

  ready(run: Ready): this {
    whenReady(run);
    return this;
  }
}

function whenReady(run: Ready): void {
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => run(), { once: true });
  } else {
    // Later, never at once: the rest of the script that asked has to run first, as with jQuery.
    setTimeout(run);
  }
}

function parse(markup: string): Node[] {
  // Not inside a <template>: jQuery parses in the page's document, where pictures begin to load at once,
  // and a pop-up measures itself by them.
  const box = document.createElement("div");
  box.innerHTML = markup;
  const nodes = [...box.childNodes];
  box.replaceChildren();
  return nodes;
}

function dollar(subject: string | Node | Ready): Found {
  if (typeof subject === "function") {
    whenReady(subject);
    return new Found([document]);
  }
  if (typeof subject === "string") {
    const isMarkup = /^\s*<[\w\W]+>/.test(subject);
    return new Found(isMarkup ? parse(subject.trim()) : [...document.querySelectorAll(subject)]);
  }
  return new Found([subject]);
}

Object.assign(window, { $: dollar });

export {};
