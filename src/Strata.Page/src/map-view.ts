import { element, prepare } from "./dom";
import type { Matrix } from "./matrix";
import type { Axis, LayerMap } from "./page-data";
import { SvgPen, type Pen } from "./pen";
import { picture } from "./picture";
import { hex, type Scale } from "./scale";
import { bars, lines } from "./strips";
import { isPaper, onPaper, theme, type Theme } from "./theme";
import { brushed, length, moved, ticks, type Range } from "./viewport";

export interface Cell {
  row: number;
  column: number;
}

/** What a view shows: a map of the page, or the difference of two. */
export interface Source {
  title: string;
  measure: string;
  /** Digits behind the point that its values have. */
  decimals: number;
  matrix: Matrix;
  scale: Scale;
  rowAxis: Axis;
  columnAxis: Axis;
  /** Names of the models on the axes. */
  rowName: string;
  columnName: string;
  /** The map that windows, strips and matches are of; null for a difference. */
  map: LayerMap | null;
}

/** What a reader does with a view. */
export interface Gestures {
  point(cell: Cell | null): void;
  pin(row: number): void;
  /** @param step Whether Back leads to what was before: not at every pixel of a drag. */
  zoom(x: Range, y: Range, step: boolean): void;
}

const LEFT = 84, NARROW = 42, RIGHT = 66, BELOW = 70, SHARES = 46, CURVE = 62;

/** Pixels of a window below which the vertical axis has numbers alone: on a phone the map needs the room. */
const SLIM = 420;

/** Pixels of a layer from which on every one has its name beside its number, and how long names may be. */
const NAMED = 13, LONGEST = 130;

/** Pixels above an exported map, and how much finer than the screen its PNG is. */
const HEAD = 44, FINE = 3;

/** One large map with axes, windows on both of them, strips below it, and a cross over what is pointed at. */
export class MapView {
  readonly figure = document.createElement("figure");
  readonly canvas = document.createElement("canvas");
  private readonly caption = document.createElement("figcaption");
  private readonly cross = document.createElement("canvas");
  private source: Source | null = null;
  private image: HTMLCanvasElement | null = null;
  private x: Range = { from: 0, to: 1 };
  private y: Range = { from: 0, to: 1 };
  /** Where things are; `beside` and `below` are the room of names on the axes. */
  private plot = { left: LEFT, top: 0, width: 1, height: 1, end: 1, beside: 0, below: 0 };
  private drag: { x: number; y: number; clientX: number; clientY: number; axis: "x" | "y" | "both"; moving: boolean; range: [Range, Range] } | null = null;

  constructor(private readonly gestures: Gestures, private readonly undefinedColour: number) {
    this.figure.className = "view";
    const plot = document.createElement("div");
    plot.className = "plot";
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-describedby", "how");
    this.cross.setAttribute("aria-hidden", "true");
    this.cross.className = "cross";
    plot.append(this.canvas, this.cross);
    this.figure.append(this.caption, plot);
    this.canvas.addEventListener("pointerdown", (event) => this.press(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    this.canvas.addEventListener("pointerup", (event) => this.release(event));
    this.canvas.addEventListener("pointercancel", () => { this.drag = null; });
    this.canvas.addEventListener("pointerleave", () => { if (!this.drag) this.gestures.point(null); });
  }

  /** @param room Pixels that it may be wide. @param marked Whether a map beside it has windows: then all begin at one height. */
  show(source: Source, x: Range, y: Range, room: number, marked: boolean): void {
    if (source !== this.source) this.image = picture(source.matrix, source.scale, this.undefinedColour);
    this.source = source;
    this.x = x;
    this.y = y;
    this.caption.textContent = source.title;
    this.canvas.setAttribute("aria-label", "Heatmap of " + source.title + ": " + source.measure + " of every pair of layers");
    this.draw(room, marked);
  }

  /** The cross, and the layer that is pinned; cheap, for it follows the pointer. */
  mark(cell: Cell | null, pinned: number | null): void {
    // On paper it is part of the map: a canvas that nothing is drawn on is printed as white, over what lies below it.
    const paper = isPaper(), context = (paper ? this.canvas : this.cross).getContext("2d")!, { left, top, width, height, end } = this.plot, source = this.source;
    if (!paper) context.clearRect(0, 0, this.cross.width, this.cross.height);
    if (!source) return;
    const wide = width / length(this.x), high = height / length(this.y), colours = theme();
    const across = (column: number) => left + (column - this.x.from) * wide, up = (row: number) => top + height - (row + 1 - this.y.from) * high;
    context.save();
    context.beginPath();
    context.rect(left - 1, top - 1, width + 2, end - top + 2);
    context.clip();
    if (pinned !== null && pinned >= this.y.from && pinned < this.y.to) {
      context.strokeStyle = "#35c5e8";
      context.lineWidth = 2;
      context.strokeRect(left, up(pinned), width, high);
    }
    if (cell) {
      context.lineWidth = 1;
      for (const [colour, out] of [["rgba(0,0,0,.55)", 1.5], ["rgba(255,255,255,.9)", 0.5]] as const) {
        context.strokeStyle = colour;
        context.strokeRect(across(cell.column) - out, top - 2, wide + 2 * out, end - top + 4);
        context.strokeRect(left - 2, up(cell.row) - out, width + 4, high + 2 * out);
      }
    }
    context.restore();
    if (!cell) return;
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    const tag = (text: string, x: number, y: number, align: CanvasTextAlign) => {
      const size = context.measureText(text).width + 8, from = align === "right" ? x - size : Math.max(0, Math.min(left + width + RIGHT - size, x - size / 2));
      context.fillStyle = colours.text;
      context.fillRect(from, y - 9, size, 18);
      context.fillStyle = colours.panel;
      context.textAlign = "left";
      context.fillText(text, from + 4, y + 4);
    };
    if (cell.column >= this.x.from && cell.column < this.x.to)
      tag(cell.column + " " + source.columnAxis.layers[cell.column]!.name, across(cell.column) + wide / 2, end + 13, "center");
    if (cell.row >= this.y.from && cell.row < this.y.to) {
      // Above the row where there is room, so that it hides nothing of it.
      const y = up(cell.row) - 12 > top + 9 ? up(cell.row) - 12 : up(cell.row) + high + 12;
      const text = cell.row + " " + source.rowAxis.layers[cell.row]!.name;
      tag(text, left + context.measureText(text).width + 10, y, "right");
    }
  }

  private draw(room: number, marked: boolean): void {
    this.place(room, marked);
    const [width, height] = this.size();
    const context = prepare(this.canvas, width, height);
    prepare(this.cross, width, height);
    const { left, top } = this.plot;
    Object.assign(this.canvas.dataset, { left, top, width: this.plot.width, height: this.plot.height, rows: length(this.y), columns: length(this.x), row: this.y.from, column: this.x.from });
    this.paint(context);
  }

  /** What is shown, on white, with a title of its own. */
  svg(): string {
    const [width, height] = this.size(), pen = new SvgPen(width, height + HEAD);
    onPaper(() => this.export(pen));
    return pen.text(this.source!.title);
  }

  png(done: (blob: Blob) => void): void {
    const [width, height] = this.size(), canvas = element("canvas", "", { width: FINE * width, height: FINE * (height + HEAD) }), context = canvas.getContext("2d")!;
    context.scale(FINE, FINE);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height + HEAD);
    onPaper(() => this.export(context));
    canvas.toBlob((blob) => { if (blob) done(blob); });
  }

  private export(context: Pen): void {
    const { title, measure, map } = this.source!, family = getComputedStyle(document.body).fontFamily, [width] = this.size();
    context.fillStyle = theme().text;
    context.textAlign = "left";
    context.font = "600 14px " + family;
    context.fillText(title, 12, 20, width - 24);
    context.font = "12px " + family;
    context.fillText(measure + (map?.examples ? ", " + map.examples : ""), 12, 37, width - 24);
    context.save();
    context.translate(0, HEAD);
    this.paint(context);
    context.restore();
  }

  private size(): [number, number] {
    const { left, width, end, below } = this.plot;
    return [left + width + RIGHT, end + BELOW + below];
  }

  /** Decides where everything goes. */
  private place(room: number, marked: boolean): void {
    const source = this.source!, map = source.map, ratio = window.devicePixelRatio || 1, context = this.canvas.getContext("2d")!;
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    const widest = (axis: Axis, range: Range) => Math.min(LONGEST, Math.max(...axis.layers.slice(range.from, range.to).map((layer) => context.measureText(layer.name).width))) + 6;
    const edge = room < SLIM ? NARROW : LEFT, side = (beside: number) => Math.max(120, Math.min(620, room - edge - RIGHT - beside));
    const wanted = widest(source.rowAxis, this.y), beside = side(wanted) >= NAMED * length(this.y) && side(wanted) > 2 * wanted ? wanted : 0;
    const below = side(beside) >= NAMED * length(this.x) && beside > 0 ? widest(source.columnAxis, this.x) : 0;
    // Whole pixels per cell, where they fit.
    const whole = (count: number) => count <= side(beside) * ratio ? (Math.floor((side(beside) * ratio) / count) * count) / ratio : side(beside);
    const top = marked ? 40 : 10, width = whole(length(this.x)), height = whole(length(this.y));
    const strip = (map?.shares ? SHARES : 0) + CURVE * (map?.curves.length ?? 0);
    this.plot = { left: edge + beside, top, width, height, end: top + height + strip, beside, below };
  }

  private paint(context: Pen): void {
    const source = this.source!, map = source.map, colours = theme(), windows = map?.windows ?? [];
    const { left, top, width, height } = this.plot, bottom = top + height, side = Math.max(width, height), ratio = window.devicePixelRatio || 1;
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    context.imageSmoothingEnabled = length(this.x) > side * ratio || length(this.y) > side * ratio;
    context.drawImage(this.image!, this.x.from, source.matrix.rows - this.y.to, length(this.x), length(this.y), left, top, width, height);
    this.hatch(context);
    context.strokeStyle = colours.quiet;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    if (map?.path) this.path(context, map.path);
    let y = bottom;
    if (map?.shares) {
      bars(context, { x: left, y: y + 8, width, height: SHARES - 10, shown: this.x }, map.shares, map.dominant, colours);
      this.title(context, ["PC1", "share"], y + 26, colours);
      y += SHARES;
    }
    for (const curve of map?.curves ?? []) {
      lines(context, { x: left, y: y + 8, width, height: CURVE - 10, shown: this.x }, curve, colours);
      this.title(context, curve.title.split(" "), y + 34, colours);
      context.textAlign = "left";
      context.fillStyle = colours.quiet;
      context.fillText(String(curve.top), left + width + 5, y + 16);
      context.fillText(String(curve.bottom), left + width + 5, y + CURVE - 2);
      curve.lines.filter((line) => line.name !== "").forEach((line, i) => {
        context.fillStyle = line.colour;
        context.fillText(line.name, left + width + 5, y + 30 + 13 * i);
      });
      y += CURVE;
    }
    this.axes(context, colours);
    this.windows(context, windows, colours);
    this.key(context, colours);
  }

  /** Undefined cells are hatched, run by run. */
  private hatch(context: Pen): void {
    const { matrix } = this.source!, { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y);
    context.save();
    context.beginPath();
    let any = false;
    for (let row = this.y.from; row < this.y.to; row++) {
      for (let column = this.x.from; column < this.x.to; column++) {
        const start = column;
        while (column < this.x.to && Number.isNaN(matrix.value(row, column))) column++;
        if (column === start) continue;
        any = true;
        context.rect(left + (start - this.x.from) * wide, top + height - (row + 1 - this.y.from) * high, (column - start) * wide, high);
      }
    }
    if (any) {
      context.clip();
      context.strokeStyle = "#555";
      context.beginPath();
      for (let at = -height; at < width; at += 6) {
        context.moveTo(left + at, top + height);
        context.lineTo(left + at + height, top);
      }
      context.stroke();
    }
    context.restore();
  }

  private title(context: Pen, words: string[], y: number, colours: Theme): void {
    context.fillStyle = colours.text;
    context.textAlign = "right";
    words.forEach((word, i) => context.fillText(word, this.plot.left - 8, y + 13 * i, this.plot.left - 9));
  }

  private axes(context: Pen, colours: Theme): void {
    const { left, top, width, height, end, beside, below } = this.plot, source = this.source!, bottom = top + height;
    const wide = width / length(this.x), high = height / length(this.y);
    context.fillStyle = colours.text;
    for (const i of ticks(this.x, width, below > 0 ? wide : 42)) {
      const x = left + (i + 0.5 - this.x.from) * wide;
      context.fillRect(x - 0.5, end + 1, 1, 4);
      context.textAlign = "center";
      if (below === 0) context.fillText(String(i), x, end + 17);
      else {
        context.save();
        context.translate(x + 4, end + 9);
        context.rotate(-Math.PI / 2);
        context.textAlign = "right";
        context.fillText(source.columnAxis.layers[i]!.name, 0, 0, LONGEST);
        context.restore();
      }
    }
    context.textAlign = "right";
    for (const i of ticks(this.y, height, beside > 0 ? high : 30)) {
      const y = bottom - (i + 0.5 - this.y.from) * high;
      context.fillRect(left - 5, y - 0.5, 4, 1);
      context.fillText(beside === 0 ? String(i) : source.rowAxis.layers[i]!.name, left - 8, y + 4, beside === 0 ? undefined : LONGEST);
    }
    context.textAlign = "center";
    for (const segment of source.columnAxis.segments) this.stage(context, segment, false, colours);
    for (const segment of source.rowAxis.segments) this.stage(context, segment, true, colours);
    context.fillStyle = colours.quiet;
    context.fillText(source.columnName, left + width / 2, end + 58 + below, width + RIGHT);
    if (left - beside >= LEFT) upwards(context, source.rowName, 14, top + height / 2, height);
  }

  private stage(context: Pen, segment: { label: string; start: number; end: number }, vertical: boolean, colours: Theme): void {
    const range = vertical ? this.y : this.x, { left, top, width, height, end, beside, below } = this.plot, pixels = (vertical ? height : width) / length(range);
    const from = Math.max(segment.start, range.from), to = Math.min(segment.end, range.to), size = (to - from) * pixels - 1.5;
    if (size <= 0 || (vertical && left - beside < LEFT)) return;
    const at = (from - range.from) * pixels + 0.75;
    const [x, y, w, h] = vertical ? [left - beside - 62, top + height - at - size, 16, size] : [left + at, end + 24 + below, size, 16];
    context.fillStyle = colours.line;
    context.fillRect(x, y, w, h);
    context.fillStyle = colours.text;
    if (context.measureText(segment.label).width > size - 4) return;
    if (vertical) upwards(context, segment.label, x + 12, y + h / 2, h);
    else context.fillText(segment.label, x + w / 2, y + 12);
  }

  /** A bracket above and beside each large window; the one that the verdict rests on stands out. */
  private windows(context: Pen, windows: LayerMap["windows"], colours: Theme): void {
    const { left, top, width, height, beside } = this.plot, wide = width / length(this.x), high = height / length(this.y), taken: { start: number; end: number; line: number }[] = [];
    for (const mark of [...windows].sort((a, b) => Number(b.rests) - Number(a.rests))) {
      const thick = mark.rests ? 3 : 1.5;
      context.fillStyle = mark.rests ? colours.accent : colours.quiet;
      const clip = (range: Range) => [Math.max(mark.first, range.from) - range.from, Math.min(mark.last + 1, range.to) - range.from] as const;
      const [first, last] = clip(this.x), [lowest, highest] = clip(this.y);
      if (lowest < highest) {
        context.fillRect(left - beside - 36 - thick, top + height - highest * high, thick, (highest - lowest) * high);
        context.fillRect(left - beside - 36 - thick, top + height - highest * high, 5, thick);
        context.fillRect(left - beside - 36 - thick, top + height - lowest * high - thick, 5, thick);
      }
      if (first >= last) continue;
      const from = left + first * wide, to = left + last * wide;
      context.fillRect(from, top - 8, to - from, thick);
      context.fillRect(from, top - 8, thick, 6);
      context.fillRect(to - thick, top - 8, thick, 6);
      context.textAlign = "center";
      const words = [mark.first + "–" + mark.last + (mark.note ? ", " + mark.note : ""), mark.first + "–" + mark.last];
      // In the second line where the first one is taken, and without its note where that is taken too.
      const place = words.flatMap((text) => [0, 1].map((line) => ({ text, line, ...this.span(context, text, from, to) })))
        .find((one) => !taken.some((other) => other.line === one.line && one.end + 6 > other.start && one.start - 6 < other.end));
      if (!place) continue;
      taken.push(place);
      context.fillText(place.text, (place.start + place.end) / 2, top - 13 - 14 * place.line);
    }
  }

  /** Where words about a stretch of the axis begin and end. */
  private span(context: Pen, text: string, from: number, to: number): { start: number; end: number } {
    const { left, width } = this.plot, half = context.measureText(text).width / 2;
    const middle = Math.min(Math.max((from + to) / 2, left + half), left + width + RIGHT - half);
    return { start: middle - half, end: middle + half };
  }

  /** The best match of every row, white in black so that it shows on every colour. */
  private path(context: Pen, matches: readonly (number | null)[]): void {
    const { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y), radius = Math.min(3, Math.max(1.4, 0.4 * Math.min(wide, high)));
    for (const [more, colour] of [[0.9, "#000"], [0, "#fff"]] as const) {
      context.fillStyle = colour;
      matches.forEach((column, row) => {
        if (column === null || row < this.y.from || row >= this.y.to || column < this.x.from || column >= this.x.to) return;
        context.beginPath();
        context.arc(left + (column + 0.5 - this.x.from) * wide, top + height - (row + 0.5 - this.y.from) * high, radius + more, 0, 2 * Math.PI);
        context.fill();
      });
    }
  }

  private key(context: Pen, colours: Theme): void {
    const { left, top, width, height } = this.plot, { scale, measure } = this.source!, x = left + width + 8, steps = Math.ceil(height);
    for (let i = 0; i < steps; i++) {
      context.fillStyle = hex(scale.colour(scale.high - ((scale.high - scale.low) * (i + 0.5)) / steps));
      context.fillRect(x, top + (i * height) / steps, 10, height / steps + 0.5);
    }
    context.fillStyle = colours.text;
    context.textAlign = "left";
    const marks = keyMarks(scale.low, scale.high);
    let last = Infinity, widest = 0;
    for (const mark of marks) {
      const y = top + height - ((mark - scale.low) / (scale.high - scale.low)) * height;
      if (last - y < 12) continue;
      const text = number(mark, scale.high - scale.low);
      context.fillText(text, x + 13, y + 4);
      widest = Math.max(widest, context.measureText(text).width);
      last = y;
    }
    context.save();
    context.translate(x + 13 + widest + 11, top + height / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.fillText(measure, 0, 0);
    context.restore();
  }

  // --- the pointer ---
  private at(event: PointerEvent): { column: number; row: number; inside: "both" | "x" | "y" | null } {
    const box = this.canvas.getBoundingClientRect(), { left, top, width, height, end, below } = this.plot, px = event.clientX - box.left, py = event.clientY - box.top;
    const column = this.x.from + Math.floor(((px - left) / width) * length(this.x)), row = this.y.from + Math.floor(((top + height - py) / height) * length(this.y));
    const inX = column >= this.x.from && column < this.x.to, inY = row >= this.y.from && row < this.y.to;
    // The strips answer like the map's columns, and axes are there to be brushed.
    const inside = inX && inY ? "both" : inX && py > top + height && py < end + 60 + below ? "x" : inY && px < left ? "y" : null;
    return { column: Math.max(this.x.from, Math.min(this.x.to - 1, column)), row: Math.max(this.y.from, Math.min(this.y.to - 1, row)), inside };
  }

  private press(event: PointerEvent): void {
    const at = this.at(event);
    if (event.button !== 0 || at.inside === null) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.drag = { x: at.column, y: at.row, clientX: event.clientX, clientY: event.clientY, axis: at.inside, moving: event.shiftKey, range: [this.x, this.y] };
  }

  private far(event: PointerEvent): boolean {
    return this.drag !== null && Math.hypot(event.clientX - this.drag.clientX, event.clientY - this.drag.clientY) > 5;
  }

  private move(event: PointerEvent): void {
    const at = this.at(event), drag = this.drag;
    if (drag && this.far(event)) {
      const { width, height } = this.plot, [x, y] = drag.range;
      if (drag.moving) {
        const by = [((drag.clientX - event.clientX) / width) * length(x), ((event.clientY - drag.clientY) / height) * length(y)];
        this.gestures.zoom(moved(x, Math.round(by[0]!), this.source!.matrix.columns), moved(y, Math.round(by[1]!), this.source!.matrix.rows), false);
      } else this.brush(drag, at);
      return;
    }
    this.gestures.point(at.inside === "both" ? at : at.inside === "x" ? { row: Math.min(this.source!.matrix.rows - 1, at.column), column: at.column } : null);
  }

  private brush(drag: NonNullable<typeof this.drag>, at: Cell): void {
    this.mark(null, null);
    const context = this.cross.getContext("2d")!, { left, top, width, height } = this.plot, wide = width / length(this.x), high = height / length(this.y);
    const x = drag.axis === "y" ? [this.x.from, this.x.to] : [Math.min(drag.x, at.column), Math.max(drag.x, at.column) + 1];
    const y = drag.axis === "x" ? [this.y.from, this.y.to] : [Math.min(drag.y, at.row), Math.max(drag.y, at.row) + 1];
    context.fillStyle = "rgba(53,197,232,.25)";
    context.strokeStyle = "#fff";
    const box = [left + (x[0]! - this.x.from) * wide, top + height - (y[1]! - this.y.from) * high, (x[1]! - x[0]!) * wide, (y[1]! - y[0]!) * high] as const;
    context.fillRect(...box);
    context.strokeRect(...box);
  }

  private release(event: PointerEvent): void {
    const drag = this.drag, at = this.at(event), far = this.far(event);
    this.drag = null;
    if (!drag) return;
    if (far) {
      if (drag.moving) return;
      this.gestures.zoom(drag.axis === "y" ? this.x : brushed(drag.x, at.column, this.source!.matrix.columns),
        drag.axis === "x" ? this.y : brushed(drag.y, at.row, this.source!.matrix.rows), true);
    } else if (at.inside === "both") {
      this.gestures.point(at);
      this.gestures.pin(at.row);
    }
  }
}

/** Round values of a key, ascending; 0 has a number, whichever way the values go. */
export function keyMarks(low: number, high: number): number[] {
  if (low < 0 && high + low < 1e-9) {
    const step = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].find((size) => high / size <= 4) ?? high / 2, count = Math.floor(high / step + 1e-9);
    return Array.from({ length: 2 * count + 1 }, (_, i) => (i - count) * step);
  }
  const up = low < 0 ? 0 : low, marks = Array.from({ length: 6 }, (_, i) => up + ((high - up) * i) / 5);
  return low < 0 ? [low, ...marks] : marks;
}

export function number(value: number, span: number): string {
  const whole = (decimals: number) => Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) < 1e-6;
  return value.toFixed(span >= 0.5 && whole(1) ? 1 : whole(2) ? 2 : 3).replace(/^-(0\.?0*)$/, "$1");
}

function upwards(context: Pen, text: string, x: number, y: number, room: number): void {
  context.save();
  context.translate(x, y);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(text, 0, 0, room);
  context.restore();
}
