import { element } from "./dom";
import type { Source } from "./map-view";
import { length, type Range } from "./viewport";

/** Layers of an axis that stand in a table at once: more cells nobody reads, and no browser lays them out at once. */
export const MOST = 60;

/** The part of what is shown that has the layer in it, or begins with the first one. */
export function part(shown: Range, layer: number | null): Range {
  const count = length(shown), at = layer === null ? 0 : layer - shown.from;
  if (count <= MOST) return shown;
  const from = Math.floor(Math.max(0, Math.min(count - 1, at)) / MOST) * MOST;
  return { from: shown.from + from, to: Math.min(shown.to, shown.from + from + MOST) };
}

/** The numbers of the stretch that is shown, for those who read rather than look; of a long one a part, and ways to the others. */
export class ValueTable {
  readonly host = element("div");
  private readonly says = element("p", "", { className: "small" });
  private readonly ways = element("p", "", { className: "buttons" });
  private readonly table = element("div", "", { className: "scroll", tabIndex: 0 });
  private source: Source | null = null;
  private shown: [Range, Range] = [{ from: 0, to: 0 }, { from: 0, to: 0 }];
  private x: Range = this.shown[0];
  private y: Range = this.shown[1];

  constructor() {
    this.says.setAttribute("role", "status");
    this.table.setAttribute("role", "region");
    this.ways.append(...([["Earlier columns", -1, 0], ["Later columns", 1, 0], ["Earlier rows", 0, -1], ["Later rows", 0, 1]] as const).map(([name, columns, rows]) => {
      const button = element("button", name, { type: "button" });
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        this.fill(turned(this.x, columns, this.shown[0]), turned(this.y, rows, this.shown[1]));
      });
      return button;
    }));
    this.host.append(this.says, this.ways, this.table);
  }

  /** @param cell Of the cross: the table begins with the part that has it. */
  show(source: Source, x: Range, y: Range, cell: { row: number; column: number } | null): void {
    this.source = source;
    this.shown = [x, y];
    this.fill(part(x, cell?.column ?? null), part(y, cell?.row ?? null));
  }

  private fill(x: Range, y: Range): void {
    const source = this.source!, [allX, allY] = this.shown;
    [this.x, this.y] = [x, y];
    const whole = length(x) === length(allX) && length(y) === length(allY), layers = (range: Range) => range.from + "–" + (range.to - 1);
    this.says.textContent = whole ? "" : "Rows " + layers(y) + " and columns " + layers(x) + " of the rows " + layers(allY) + " and columns " + layers(allX) + " that are shown.";
    this.says.hidden = this.ways.hidden = whole;
    // Not disabled: a button that is loses the focus, and with it the reader's place.
    const ends = [x.from === allX.from, x.to === allX.to, y.from === allY.from, y.to === allY.to];
    [...this.ways.children].forEach((button, i) => button.setAttribute("aria-disabled", String(ends[i])));
    this.table.setAttribute("aria-label", "Values of " + source.title);
    this.table.replaceChildren(tableOf(source, x, y));
  }
}

function turned(part: Range, by: number, shown: Range): Range {
  if (by === 0) return part;
  const from = part.from + by * MOST;
  return from < shown.from || from >= shown.to ? part : { from, to: Math.min(shown.to, from + MOST) };
}

function tableOf(source: Source, x: Range, y: Range): HTMLElement {
  const table = element("table", "", { className: "data" }), head = element("tr");
  head.append(element("td"));
  for (let column = x.from; column < x.to; column++) head.append(element("th", column + " " + source.columnAxis.layers[column]!.name, { scope: "col" }));
  const body = element("tbody");
  for (let row = y.to - 1; row >= y.from; row--) {
    const line = element("tr");
    line.append(element("th", row + " " + source.rowAxis.layers[row]!.name, { scope: "row" }));
    for (let column = x.from; column < x.to; column++) {
      const value = source.matrix.value(row, column);
      line.append(element("td", Number.isNaN(value) ? "–" : value.toFixed(source.decimals), { className: "number" }));
    }
    body.append(line);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  return table;
}
