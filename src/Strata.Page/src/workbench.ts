import type { Shown } from "./address";
import { byId, element } from "./dom";
import { matrixCsv, npy, plain, save } from "./downloads";
import { MapView, type Cell, type Source } from "./map-view";
import type { Maps } from "./maps";
import { difference, type Matrix } from "./matrix";
import type { Axis, LayerMap, PageData } from "./page-data";
import { pinnedCurves } from "./pinned";
import { diverging } from "./scale";
import { onLookChange } from "./theme";
import { ValueTable } from "./value-table";
import { isWhole, same, whole, zoomed, type Range } from "./viewport";

const NONE = "";

/** One map, or two beside each other with their difference, under one cross. */
export class Workbench {
  private shown: Shown;
  private views: MapView[] = [];
  private sources: Source[] = [];
  private readonly cache = new Map<string, Source>();
  private readonly errors: HTMLButtonElement;
  private readonly values = new ValueTable();

  /** @param changed Told what the address is to hold, and whether Back leads to what was before. */
  constructor(private readonly data: PageData, private readonly maps: Maps, shown: Shown, private readonly changed: (shown: Shown, step: boolean) => void) {
    this.shown = shown;
    const choose = byId<HTMLSelectElement>("choose"), other = byId<HTMLSelectElement>("with");
    const options = () => data.maps.map((map, i) => element("option", map.label, { value: String(i), disabled: map.steps === 0 }));
    choose.append(...options());
    other.append(element("option", "no other", { value: NONE }), ...options());
    choose.addEventListener("change", () => this.open(Number(choose.value)));
    other.addEventListener("change", () => this.compare(other.value === NONE ? null : Number(other.value)));
    byId("swap").addEventListener("click", () => this.change({ map: this.shown.with, with: this.shown.map, pinned: null, cell: null }, true));
    byId("nearer").addEventListener("click", () => this.zoomBy(0.5));
    byId("wider").addEventListener("click", () => this.zoomBy(2));
    byId("all").addEventListener("click", () => this.change({ x: null, y: null }, true));
    byId("values").addEventListener("click", () => this.change({ values: !this.shown.values }, false));
    const take = (name: string, says: string, act: (source: Source, view: MapView, file: string) => void) => {
      const button = element("button", name, { type: "button", title: "Save " + says });
      button.addEventListener("click", () => this.sources.forEach((source, i) => act(source, this.views[i]!,
        plain(i < 2 ? source.title : "difference " + this.sources[0]!.title + " " + this.sources[1]!.title))));
      byId("bench-buttons").append(button);
      return button;
    };
    take("npy", "what is shown as arrays of NumPy", (source, _, file) => save(file + ".npy", npy(source.matrix), "application/octet-stream"));
    this.errors = take("± npy", "the errors as arrays of NumPy", (source, _, file) => {
      const { rows, columns, error } = source.matrix;
      if (source.matrix.estimated) save(file + "-errors.npy", npy({ rows, columns, value: error.bind(source.matrix), error }), "application/octet-stream");
    });
    take("CSV", "what is shown as tables", (source, _, file) => save(file + ".csv", matrixCsv(source), "text/csv"));
    take("SVG", "what is shown as drawings", (_, view, file) => save(file + ".svg", view.svg(), "image/svg+xml"));
    take("PNG", "what is shown as images", (_, view, file) => view.png((blob) => save(file + ".png", blob, "image/png")));
    byId("views").addEventListener("keydown", (event) => this.key(event));
    onLookChange(() => this.draw());
  }

  /** Goes to what the address says. */
  go(shown: Shown): void {
    this.shown = shown;
    this.kept = shown.cell;
    this.draw();
  }

  open(index: number): void {
    const fits = this.shown.map !== null && this.fit(this.data.maps[this.shown.map]!, this.data.maps[index]!);
    this.change({ map: index, with: this.shown.with === index ? null : this.shown.with, ...(fits ? {} : { x: null, y: null, cell: null, pinned: null }) }, true);
  }

  private compare(index: number | null): void {
    this.change({ with: index }, true);
  }

  private change(what: Partial<Shown>, step: boolean): void {
    this.shown = { ...this.shown, ...what };
    if (what.cell !== undefined) this.kept = what.cell;
    this.draw();
    this.changed(this.shown, step);
  }

  private fit(a: LayerMap, b: LayerMap): boolean {
    const count = (axis: number) => this.data.axes[axis]!.layers.length;
    return count(a.rows) === count(b.rows) && count(a.columns) === count(b.columns);
  }

  private source(index: number): Source | null {
    const known = this.cache.get(String(index));
    if (known) return known;
    const map = this.data.maps[index]!, matrix = this.maps.matrix(index);
    if (!matrix) return null;
    const within = map.a === map.b;
    const source: Source = {
      title: map.label, measure: map.measure, decimals: map.steps >= 1000 ? 3 : 2, matrix, scale: this.maps.scale(index), map,
      rowAxis: this.data.axes[map.rows]!, columnAxis: this.data.axes[map.columns]!,
      rowName: within ? "layer" : "layer of " + this.data.models[map.a]!.label, columnName: within ? "layer" : "layer of " + this.data.models[map.b]!.label,
    };
    this.cache.set(String(index), source);
    return source;
  }

  private difference(a: Source, b: Source): Source {
    const key = this.shown.map + "-" + this.shown.with, known = this.cache.get(key);
    if (known) return known;
    const matrix = difference(a.matrix, b.matrix);
    const source: Source = { ...a, title: "Difference: first − second", measure: "difference", decimals: Math.min(a.decimals, b.decimals), matrix, scale: diverging(Math.max(0.05, Math.ceil(20 * most(matrix) - 1e-9) / 20)), map: null };
    this.cache.set(key, source);
    return source;
  }

  private range(axis: "x" | "y", count: number): Range {
    const range = this.shown[axis];
    return range && range.to <= count ? range : whole(count);
  }

  private draw(): void {
    const { map: index } = this.shown, a = index === null || !this.data.maps[index] ? null : this.source(index);
    byId("model").hidden = index === null;
    if (index === null) return;
    const map = this.data.maps[index]!, b = this.shown.with === null || !this.data.maps[this.shown.with] ? null : this.source(this.shown.with);
    byId("opened").textContent = b ? map.label + " beside " + b.title : map.label;
    byId<HTMLSelectElement>("choose").value = String(index);
    const other = byId<HTMLSelectElement>("with");
    other.value = b ? String(this.shown.with) : NONE;
    // A map beside itself says nothing.
    for (const option of other.options) if (option.value !== NONE) option.disabled = Number(option.value) === index || this.data.maps[Number(option.value)]!.steps === 0;
    byId("swap").hidden = !b;
    this.sources = a && b ? [a, b, ...(this.fit(map, b.map!) ? [this.difference(a, b)] : [])] : a ? [a] : [];
    this.errors.hidden = !this.sources.some((source) => source.matrix.estimated);
    while (this.views.length < this.sources.length) this.views.push(new MapView(this.gestures(this.views.length), this.maps.undefinedColour));
    const host = byId("views"), figures = this.views.slice(0, this.sources.length).map((view) => view.figure);
    // Only where it changes: what is taken out and put back loses the focus.
    if (!a || figures.length !== host.children.length || figures.some((figure, i) => figure !== host.children[i])) host.replaceChildren(...figures);
    if (!a) host.textContent = "This map is left out of the page to keep it small.";
    host.classList.toggle("several", this.sources.length > 1);
    byId("model").classList.toggle("comparing", this.sources.length > 1);
    const room = host.clientWidth, each = this.sources.length < 2 || room < 700 ? room : room / Math.min(3, this.sources.length) - 12;
    const marked = this.sources.some((source) => (source.map?.windows.length ?? 0) > 0);
    this.sources.forEach((source, i) => {
      const fits = i === 0 || this.fit(map, source.map ?? map);
      this.views[i]!.show(source, fits ? this.range("x", source.matrix.columns) : whole(source.matrix.columns), fits ? this.range("y", source.matrix.rows) : whole(source.matrix.rows), each, marked);
    });
    byId<HTMLButtonElement>("all").disabled = byId<HTMLButtonElement>("wider").disabled = !a || (isWhole(this.range("x", a.matrix.columns), a.matrix.columns) && isWhole(this.range("y", a.matrix.rows), a.matrix.rows));
    for (const button of document.querySelectorAll<HTMLElement>("button.map"))
      if (button.dataset.map === String(index)) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    this.facts(map, b?.map ?? null);
    this.read();
    this.table();
  }

  private gestures(view: number) {
    return {
      point: (cell: Cell | null) => {
        if (cell && this.scaled(view)) cell = this.translated(cell, view, 0);
        this.shown = { ...this.shown, cell: cell ?? this.kept };
        this.read();
      },
      pin: (row: number) => {
        if (this.scaled(view)) row = this.translated({ row, column: 0 }, view, 0).row;
        this.kept = this.shown.cell;
        this.change({ pinned: this.shown.pinned === row ? null : row }, true);
      },
      zoom: (x: Range, y: Range, step: boolean) => {
        if (step || !same(x, this.shown.x) || !same(y, this.shown.y)) this.change({ x, y }, step);
      },
    };
  }

  /** Where the keyboard or a click left the cross: the pointer may come and go. */
  private kept: Cell | null = null;

  /** Whether a view has other layers than the first one: then crosses stand at the same relative depth. */
  private scaled(view: number): boolean {
    const a = this.sources[0]?.matrix, b = this.sources[view]?.matrix;
    return !!a && !!b && (a.rows !== b.rows || a.columns !== b.columns);
  }

  private translated(cell: Cell, from: number, to: number): Cell {
    const a = this.sources[from]!.matrix, b = this.sources[to]!.matrix;
    const move = (index: number, count: number, other: number) => count < 2 ? 0 : Math.round((index / (count - 1)) * (other - 1));
    return { row: move(cell.row, a.rows, b.rows), column: move(cell.column, a.columns, b.columns) };
  }

  private cellOf(view: number): Cell | null {
    const cell = this.shown.cell, first = this.sources[0]?.matrix;
    if (!cell || !first || cell.row >= first.rows || cell.column >= first.columns) return null;
    return this.scaled(view) ? this.translated(cell, 0, view) : cell;
  }

  private zoomBy(factor: number, step = true): void {
    const matrix = this.sources[0]?.matrix;
    if (!matrix) return;
    const x = this.range("x", matrix.columns), y = this.range("y", matrix.rows), cell = this.shown.cell;
    const middle = (range: Range, index: number | undefined) => index !== undefined && index >= range.from && index < range.to ? index : Math.floor((range.from + range.to) / 2);
    const nearer = { x: zoomed(x, middle(x, cell?.column), factor, matrix.columns), y: zoomed(y, middle(y, cell?.row), factor, matrix.rows) };
    if (!same(nearer.x, x) || !same(nearer.y, y)) this.change(nearer, step);
  }

  private key(event: KeyboardEvent): void {
    const matrix = this.sources[0]?.matrix;
    if (!matrix || event.ctrlKey || event.metaKey || event.altKey) return;
    const x = this.range("x", matrix.columns), y = this.range("y", matrix.rows);
    if (event.key === "+" || event.key === "-" || event.key === "0") {
      event.preventDefault();
      if (event.key === "0") this.change({ x: null, y: null }, !event.repeat);
      else this.zoomBy(event.key === "+" ? 0.5 : 2, !event.repeat);
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      if (this.shown.pinned !== null) this.change({ pinned: null }, true);
      else if (!isWhole(x, matrix.columns) || !isWhole(y, matrix.rows)) this.change({ x: null, y: null }, true);
      else this.change({ cell: null }, false);
      return;
    }
    const at = this.cellOf(0);
    if (event.key === "Enter" && at) {
      event.preventDefault();
      this.change({ pinned: this.shown.pinned === at.row ? null : at.row }, true);
      return;
    }
    const step = ({ ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], Home: [0, -Infinity], End: [0, Infinity], PageUp: [10, 0], PageDown: [-10, 0] } as Record<string, [number, number]>)[event.key];
    if (!step) return;
    event.preventDefault();
    const limit = (value: number, range: Range) => Math.min(range.to - 1, Math.max(range.from, value)), far = event.shiftKey ? 10 : 1;
    this.kept = at ? { row: limit(at.row + far * step[0], y), column: limit(at.column + far * step[1], x) } : { row: y.from, column: x.from };
    this.shown = { ...this.shown, cell: this.kept };
    this.read();
    this.changed(this.shown, false);
  }

  // --- what is pointed at ---
  private read(): void {
    const cell = this.cellOf(0), lines: HTMLElement[] = [];
    this.sources.forEach((source, i) => {
      const here = this.cellOf(i);
      this.views[i]!.mark(here, this.shown.pinned === null ? null : this.scaled(i) ? this.translated({ row: this.shown.pinned, column: 0 }, 0, i).row : this.shown.pinned);
      const name = i === 0 || this.sources.length === 1 ? "value" : i === 1 ? "value-2" : "value-difference";
      const term = element("dt", this.sources.length === 1 ? source.measure : i === 0 ? "First: " + source.measure : i === 1 ? "Second: " + source.measure : "Difference");
      const said = element("dd"), value = here ? source.matrix.value(here.row, here.column) : NaN, error = here ? source.matrix.error(here.row, here.column) : NaN;
      if (i === 0) term.id = "measure";
      said.append(element("output", !here ? "–" : Number.isNaN(value) ? "undefined" : value.toFixed(source.decimals).replace(/^-(0\.0*)$/, "$1"), { id: name, className: i === 0 ? "large" : "" }), " ",
        element("span", Number.isNaN(error) ? "" : "± " + (error === 0 ? "0" : error.toPrecision(2)) + " (" + (source.map?.uncertainty ?? "standard error") + ")", { id: i === 0 ? "error" : name + "-error" }));
      lines.push(term, said);
    });
    const first = this.sources[0], map = first?.map;
    lines.push(element("dt", "Row"), element("dd", first && map && cell ? this.row(map, first.rowAxis, cell.row, first.columnAxis) : "–", { id: "row" }));
    lines.push(element("dt", "Column"), element("dd", first && map && cell ? this.column(map, first.columnAxis, cell.column) : "–", { id: "column" }));
    const second = this.sources[1], beside = this.cellOf(1);
    if (second?.map && this.scaled(1)) {
      lines.push(element("dt", "Second row"), element("dd", beside ? this.row(second.map, second.rowAxis, beside.row, second.columnAxis) : "–"));
      lines.push(element("dt", "Second column"), element("dd", beside ? this.column(second.map, second.columnAxis, beside.column) : "–"));
    }
    if (map?.examples) lines.push(element("dt", "Over"), element("dd", map.examples));
    byId("readout").replaceChildren(...lines);
    pinnedCurves(this.sources.slice(0, 2), this.data, this.shown.pinned, cell, this.source.bind(this), this.shown.map);
  }

  private row(map: LayerMap, axis: Axis, index: number, columns: Axis): string {
    const match = map.path?.[index] ?? null;
    return describe(axis, index, map.rowShares) + (match === null ? "" : "; best match " + match + " " + columns.layers[match]!.name);
  }

  private column(map: LayerMap, axis: Axis, index: number): string {
    return describe(axis, index, map.columnShares) + map.curves.flatMap((curve) => curve.lines.flatMap((line) => {
      const value = line.values[index] ?? null, several = curve.lines.length > 1 && line.name !== "" && !curve.title.startsWith("collapse");
      return value === null ? [] : ["; " + curve.title + (several ? " " + line.name : "") + " " + value.toFixed(3)];
    })).join("");
  }

  private facts(map: LayerMap, other: LayerMap | null): void {
    const both = other ? [["First", map], ["Second", other]] as const : [["", map]] as const;
    byId("facts").replaceChildren(...both.flatMap(([name, one]) => [
      ...(name ? [element("dt", name), element("dd", one.label, { className: "which" })] : []),
      ...one.facts.flatMap(([term, value]) => [element("dt", term), element("dd", value)]),
    ]));
    byId("cautions").replaceChildren(...[...new Set(both.flatMap(([, one]) => one.warnings))].map((warning) => element("li", warning)));
    byId("files").replaceChildren(...both.flatMap(([, one]) => (one.figure === "" ? [] : [".png", ".svg"]).flatMap((end) => [
      element("a", one.figure.replace(/^figures\//, "") + end, { href: one.figure + end }), element("br"),
    ])));
  }

  private table(): void {
    const open = this.shown.values, first = this.sources[0], host = byId("table-of-values");
    byId("values").setAttribute("aria-pressed", String(open));
    if (!open || !first) return host.replaceChildren();
    if (!this.values.host.isConnected) host.replaceChildren(this.values.host);
    this.values.show(first, this.range("x", first.matrix.columns), this.range("y", first.matrix.rows), this.cellOf(0));
  }
}

function most(matrix: Matrix): number {
  let found = 0;
  for (let row = 0; row < matrix.rows; row++)
    for (let column = 0; column < matrix.columns; column++) {
      const value = Math.abs(matrix.value(row, column));
      if (value > found) found = value;
    }
  return found;
}

export function describe(axis: Axis, index: number, shares: readonly (number | null)[] | null): string {
  const layer = axis.layers[index]!, known = shares ? shares[index] : undefined;
  const where = layer.stage === null ? "" : ", stage " + layer.stage + (layer.block === null ? "" : " block " + layer.block);
  return index + " " + layer.name + " (" + layer.kind + where + "; " + layer.shape.join(" × ") + ")" +
    (known === undefined ? "" : known === null ? "; PC1 share undefined" : "; PC1 share " + known.toFixed(3));
}
