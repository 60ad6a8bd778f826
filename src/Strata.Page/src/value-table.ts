import { element } from "./dom";
import type { Source } from "./map-view";
import { length, type Range } from "./viewport";

/** More cells than these nobody reads, and no browser lays out at once. */
const MOST = 3600;

/** The numbers of the stretch that is shown, for those who read rather than look. */
export function valueTable(source: Source, x: Range, y: Range): HTMLElement {
  if (length(x) * length(y) > MOST) return element("p", "Zoom in to " + Math.sqrt(MOST) + " × " + Math.sqrt(MOST) + " layers or fewer to read their values.", { className: "small" });
  const host = element("div", "", { className: "scroll", tabIndex: 0 }), table = element("table", "", { className: "data" }), head = element("tr");
  host.setAttribute("role", "region");
  host.setAttribute("aria-label", "Values of " + source.title);
  head.append(element("td"));
  for (let column = x.from; column < x.to; column++) head.append(element("th", column + " " + source.columnAxis.layers[column]!.name, { scope: "col" }));
  const body = element("tbody");
  for (let row = y.to - 1; row >= y.from; row--) {
    const line = element("tr");
    line.append(element("th", row + " " + source.rowAxis.layers[row]!.name, { scope: "row" }));
    for (let column = x.from; column < x.to; column++) {
      const value = source.matrix.value(row, column);
      line.append(element("td", Number.isNaN(value) ? "–" : value.toFixed(3), { className: "number" }));
    }
    body.append(line);
  }
  const top = element("thead");
  top.append(head);
  table.append(top, body);
  host.append(table);
  return host;
}
