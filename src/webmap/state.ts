// One small store: what the reader has chosen, and who wants to know.

export type Selection =
  | { kind: "area"; level: string; code: string }
  | { kind: "anchor"; key: string }
  | { kind: "point"; group: number };

export type Layout = "wide" | "narrow";

export interface State {
  /** A level of the payload, or "off". */
  level: string;
  metric: string;
  selection: Selection | null;
  layout: Layout;
  dark: boolean;
}

export type Listener = (state: Readonly<State>, changed: ReadonlySet<keyof State>) => void;

export class Store {
  #state: State;
  readonly #listeners = new Set<Listener>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Merge a change; listeners hear of it once, and only when something differs. */
  set(change: Partial<State>): void {
    const keys = (Object.keys(change) as (keyof State)[]).filter((key) => change[key] !== this.#state[key]);
    if (keys.length === 0) return;
    this.#state = { ...this.#state, ...change };
    const changed = new Set(keys);
    for (const listener of [...this.#listeners]) listener(this.#state, changed);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
