import { orders, type Order, type Wanted } from "./examples";
import type { Range } from "./viewport";

/** What is asked of a comparison of populations. */
export interface ShownErrors extends Wanted {
  pair: number;
  order: Order;
}

/** What the page shows, as its address keeps it: #map=3&with=5&row=12&column=40&x=10-53&y=10-53&only=depth:38&errors=0&class=3. */
export interface Shown {
  map: number | null;
  /** The map that it is compared with. */
  with: number | null;
  /** The layer that is pinned, on the rows. */
  pinned: number | null;
  cell: { row: number; column: number } | null;
  x: Range | null;
  y: Range | null;
  /** Of each factor the values that are shown; a factor without any shows all. */
  only: Record<string, string[]>;
  errors: ShownErrors | null;
}

export const nothing = (): Shown => ({ map: null, with: null, pinned: null, cell: null, x: null, y: null, only: {}, errors: null });

const number = (text: string | null) => text !== null && /^\d+$/.test(text) ? Number(text) : null;
const range = (text: string | null): Range | null => {
  const found = /^(\d+)-(\d+)$/.exec(text ?? "");
  return found && Number(found[1]) <= Number(found[2]) ? { from: Number(found[1]), to: Number(found[2]) + 1 } : null;
};

export function read(hash: string): Shown {
  const given = new URLSearchParams(hash.replace(/^#/, "")), only: Record<string, string[]> = {};
  for (const text of given.getAll("only")) {
    const split = text.indexOf(":");
    if (split > 0) (only[text.slice(0, split)] ??= []).push(text.slice(split + 1));
  }
  const row = number(given.get("row")), column = number(given.get("column"));
  return {
    map: number(given.get("map")),
    with: number(given.get("with")),
    pinned: number(given.get("pinned")),
    cell: row === null || column === null ? null : { row, column },
    x: range(given.get("x")),
    y: range(given.get("y")),
    only,
    errors: readErrors(given),
  };
}

function readErrors(given: URLSearchParams): ShownErrors | null {
  const pair = number(given.get("errors")), order = given.get("order") ?? "";
  const counts = (name: string) => { const found = range(given.get(name)); return found && ([found.from, found.to - 1] as const); };
  return pair === null ? null : {
    pair,
    a: counts("a"),
    b: counts("b"),
    class: number(given.get("class")),
    group: number(given.get("group")),
    taken: number(given.get("taken")),
    order: order in orders ? order as Order : "difference",
  };
}

export function write(shown: Shown): string {
  const parts = new URLSearchParams(), put = (name: string, value: number | null) => { if (value !== null) parts.set(name, String(value)); };
  put("map", shown.map);
  put("with", shown.with);
  put("pinned", shown.pinned);
  put("row", shown.cell?.row ?? null);
  put("column", shown.cell?.column ?? null);
  for (const axis of ["x", "y"] as const) if (shown[axis]) parts.set(axis, shown[axis].from + "-" + (shown[axis].to - 1));
  for (const [name, values] of Object.entries(shown.only)) for (const value of values) parts.append("only", name + ":" + value);
  if (shown.errors) {
    put("errors", shown.errors.pair);
    for (const name of ["a", "b"] as const) if (shown.errors[name]) parts.set(name, shown.errors[name].join("-"));
    for (const name of ["class", "group", "taken"] as const) put(name, shown.errors[name]);
    if (shown.errors.order !== "difference") parts.set("order", shown.errors.order);
  }
  return "#" + parts.toString();
}
