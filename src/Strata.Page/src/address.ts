import { orders, type Order, type Wanted } from "./examples";
import type { Range } from "./viewport";

/** What is asked of a comparison of populations. */
export interface ShownErrors extends Wanted {
  pair: number;
  order: Order;
  /** What the scatter is of: 0 both populations, 1 and 2 the halves of one. */
  cloud: number;
}

/** How a reader has left a table. */
export interface ShownTable {
  /** Column, and whether the largest comes first; null: as it came. */
  sort: { column: number; down: boolean } | null;
  find: string;
}

/**
 * What the page shows, as its address keeps it: #map=thumbs-resnet38-1x-s0&with=…&row=12&column=40&x=10-53&y=10-53&only=depth:38&errors=0&class=3.
 * Maps go by their names: where a study is still at work their places change.
 */
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
  /** Whether the values stand below the map as a table. */
  values: boolean;
  /** Name of the figure in the first screen; null: the first. */
  effect: string | null;
  /** By name. */
  tables: Record<string, ShownTable>;
}

export const nothing = (): Shown => ({ map: null, with: null, pinned: null, cell: null, x: null, y: null, only: {}, errors: null, values: false, effect: null, tables: {} });

const number = (text: string | null) => text !== null && /^\d+$/.test(text) ? Number(text) : null;
const range = (text: string | null): Range | null => {
  const found = /^(\d+)-(\d+)$/.exec(text ?? "");
  return found && Number(found[1]) <= Number(found[2]) ? { from: Number(found[1]), to: Number(found[2]) + 1 } : null;
};

/** @param maps Names of the page's maps. A number is the place of a map. */
export function read(hash: string, maps: readonly string[] = []): Shown {
  const given = new URLSearchParams(hash.replace(/^#/, "")), only: Record<string, string[]> = {};
  for (const text of given.getAll("only")) {
    const split = text.indexOf(":");
    if (split > 0) (only[text.slice(0, split)] ??= []).push(text.slice(split + 1));
  }
  const place = (text: string | null) => { const known = maps.indexOf(text ?? ""); return known >= 0 ? known : number(text); };
  const tables: Record<string, ShownTable> = {};
  for (const text of given.getAll("table")) {
    const found = /^([^:]+):(?:(\d+)([+-]))?:(.*)$/.exec(text);
    if (found) tables[found[1]!] = { sort: found[2] === undefined ? null : { column: Number(found[2]), down: found[3] === "-" }, find: found[4]! };
  }
  const row = number(given.get("row")), column = number(given.get("column"));
  return {
    map: place(given.get("map")),
    with: place(given.get("with")),
    pinned: number(given.get("pinned")),
    cell: row === null || column === null ? null : { row, column },
    x: range(given.get("x")),
    y: range(given.get("y")),
    only,
    errors: readErrors(given),
    values: given.get("values") === "1",
    effect: given.get("effect"),
    tables,
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
    cloud: Math.min(2, number(given.get("of")) ?? 0),
  };
}

export function write(shown: Shown, maps: readonly string[] = []): string {
  const parts = new URLSearchParams(), put = (name: string, value: number | null) => { if (value !== null) parts.set(name, String(value)); };
  for (const name of ["map", "with"] as const) if (shown[name] !== null) parts.set(name, maps[shown[name]] ?? String(shown[name]));
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
    if (shown.errors.cloud > 0) put("of", shown.errors.cloud);
  }
  if (shown.values) parts.set("values", "1");
  if (shown.effect !== null) parts.set("effect", shown.effect);
  for (const [name, { sort, find }] of Object.entries(shown.tables))
    if (sort || find) parts.append("table", name + ":" + (sort ? sort.column + (sort.down ? "-" : "+") : "") + ":" + find);
  return "#" + parts.toString();
}
