import { byId, element } from "./dom";

/** What the server of `strata report --watch` says of the study (LiveState.cs). */
export interface State {
  version: string;
  done: number;
  all: number;
  /** Whether a run is at work. */
  running: boolean;
  /** What it is doing. */
  working: string[];
}

const EVERY = 3000, QUIET = 20_000;

export function told(state: State): string {
  const count = state.done + " of " + state.all + " results are there";
  return !state.running ? count + (state.done < state.all ? "; no run is at work" : "") : count + (state.working.length > 0 ? "; at work: " + state.working.join("; ") : "");
}

/** Shows how far the study is, and loads the page again when there is more: at once where nobody is reading, else on demand. */
export function follow(version: string): void {
  const line = byId("live"), text = element("span"), again = element("button", "Show what is new", { type: "button", hidden: true });
  line.append(text, again);
  line.hidden = false;
  again.addEventListener("click", () => location.reload());
  let touched = -Infinity;
  for (const kind of ["pointermove", "pointerdown", "keydown", "scroll"]) document.addEventListener(kind, () => { touched = performance.now(); }, { passive: true });
  const ask = async () => {
    try {
      const answer = await fetch("state", { cache: "no-store" });
      const state = await answer.json() as State;
      text.textContent = told(state);
      again.hidden = state.version === version;
      if (!again.hidden && (document.hidden || performance.now() - touched > QUIET)) location.reload();
    } catch {
      text.textContent = "The server of this page has ended.";
      again.hidden = true;
    }
  };
  void ask();
  setInterval(() => void ask(), EVERY);
}
