import { byId, element, prepare } from "./dom";
import type { Cell, Source } from "./map-view";
import type { PageData } from "./page-data";
import { lines } from "./strips";
import { theme } from "./theme";
import { whole } from "./viewport";

const HEIGHT = 120, COLOURS = ["#0072b2", "#d55e00", "#009e73"];

/** The row of the pinned layer as a curve: of the map, of the one beside it, and the cosines of its component where they are known. */
export function pinnedCurves(sources: readonly Source[], data: PageData, pinned: number | null, cell: Cell | null, open: (index: number) => Source | null, shown: number | null): void {
  const host = byId("pinned"), first = sources[0];
  host.hidden = pinned === null || !first || pinned >= first.matrix.rows;
  if (host.hidden || pinned === null || !first) return;
  const layers = first.matrix.columns, rows = [...sources.filter((source) => source.matrix.columns === layers && source.matrix.rows === first.matrix.rows)];
  const map = data.maps[shown!]!, cosines = data.maps.findIndex((other) => other.derived && other.measure === "cos²" && other.a === map.a && map.a === map.b);
  const extra = cosines >= 0 && cosines !== shown ? open(cosines) : null;
  if (extra && extra.matrix.columns === layers && !rows.some((source) => source.map === extra.map)) rows.push(extra);
  const values = rows.map((source) => Array.from({ length: layers }, (_, column) => {
    const value = source.matrix.value(pinned, column);
    return Number.isNaN(value) ? null : value;
  }));
  const top = Math.max(1, ...rows.map((source) => source.scale.high));
  const least = Math.min(0, ...values.flat().filter((value) => value !== null));
  const width = Math.min(1100, host.clientWidth || 700), canvas = host.querySelector("canvas")!, context = prepare(canvas, width, HEIGHT + 40), colours = theme();
  context.font = "12px " + getComputedStyle(document.body).fontFamily;
  const place = { x: 36, y: 6, width: width - 46, height: HEIGHT, shown: whole(layers) };
  lines(context, place, { title: "", top, bottom: least, reference: least < 0 ? 0 : null, lines: values.map((line, i) => ({ name: "", colour: COLOURS[i]!, values: line })) }, colours);
  context.fillStyle = colours.quiet;
  context.textAlign = "right";
  context.fillText(top === 1 ? "1" : top.toFixed(2), 30, 14);
  context.fillText(least < 0 ? least.toFixed(2) : "0", 30, HEIGHT + 6);
  context.textAlign = "left";
  context.fillText(first.columnName === "layer" ? "0" : "0 of " + first.columnName, place.x, HEIGHT + 24);
  context.textAlign = "right";
  context.fillText(String(layers - 1), place.x + place.width, HEIGHT + 24);
  if (cell && cell.column < layers) {
    const x = place.x + ((cell.column + 0.5) * place.width) / layers;
    context.fillStyle = colours.text;
    context.fillRect(x - 0.5, place.y, 1, place.height);
  }
  const legend = rows.map((source, i) => {
    const item = element("span", source.measure + " of " + source.title + (cell && cell.column < layers ? ": " + (values[i]![cell.column]?.toFixed(source.decimals) ?? "undefined") : "")), swatch = element("span", "", { className: "line line-" + i });
    item.prepend(swatch);
    return item;
  });
  byId("pinned-name").textContent = "Row " + pinned + " " + first.rowAxis.layers[pinned]!.name + " as a curve";
  byId("pinned-legend").replaceChildren(...legend);
}
