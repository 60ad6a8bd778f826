import { element, prepare } from "./dom";
import { inert, plain, quote, save } from "./downloads";
import type { Errors } from "./page-data";
import { diverging, hex, sequential, type Scale } from "./scale";
import { theme } from "./theme";

/** Classes beyond which a map of all pairs is not drawn. */
export const MOST_CLASSES = 64;

/** What classes are taken for, in percent of the predictions for examples of the class. */
export interface Confused {
  class: number;
  predicted: number;
  a: number;
  b: number;
}

/** Pairs of different classes, those that differ most between the populations first. */
export function confused(errors: Errors, labels: Uint16Array): Confused[] {
  const examples = new Map<number, number>();
  for (const label of labels) examples.set(label, (examples.get(label) ?? 0) + 1);
  return errors.confusions.map(([label, predicted, timesA, timesB]) => ({
    class: label!,
    predicted: predicted!,
    a: (100 * timesA!) / (errors.modelsA * examples.get(label!)!),
    b: (100 * timesB!) / (errors.modelsB * examples.get(label!)!),
  })).sort((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b) || x.class - y.class || x.predicted - y.predicted);
}

/** Maps of both populations' confusions and of their difference; what is right is left out, for it would outshine all else. */
export class ConfusionMaps {
  readonly host = element("div", "", { className: "confusions" });
  private readonly readout = element("p", "", { className: "small" });
  private readonly canvases: HTMLCanvasElement[] = [];
  /** What was clicked stays pointed at. */
  private chosen: { class: number; predicted: number } | null = null;
  private pointed: { class: number; predicted: number } | null = null;

  constructor(private readonly errors: Errors, private readonly cells: Confused[], private readonly magma: string,
    private readonly choose: (label: number, predicted: number) => void) {
    this.readout.setAttribute("aria-live", "polite");
    const maps = element("div", "", { className: "views" });
    for (const title of [errors.a, errors.b, errors.a + " − " + errors.b]) {
      const figure = element("figure", "", { className: "view" }), canvas = element("canvas");
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", "Confusions of " + title + ": rows are true classes, columns what they are taken for");
      canvas.addEventListener("pointermove", (event) => this.point(this.at(canvas, event)));
      canvas.addEventListener("pointerleave", () => this.point(this.chosen));
      canvas.addEventListener("click", (event) => {
        const cell = this.chosen = this.at(canvas, event);
        if (cell) choose(cell.class, cell.predicted);
      });
      canvas.addEventListener("keydown", (event) => this.key(event));
      this.canvases.push(canvas);
      figure.append(element("figcaption", title), canvas);
      maps.append(figure);
    }
    const csv = element("button", "CSV", { type: "button", className: "take", title: "Save all pairs of classes as CSV" });
    csv.addEventListener("click", () => save(plain("confusions " + errors.a + " " + errors.b) + ".csv", this.csv(), "text/csv"));
    this.host.append(maps, this.readout, csv);
    this.point(null);
  }

  draw(room: number): void {
    const count = this.errors.classes.length, names = 90, side = Math.max(120, Math.min(300, room / 3 - names - 24));
    const off = this.cells.filter((cell) => cell.class !== cell.predicted), most = Math.max(1e-9, ...off.map((cell) => Math.max(cell.a, cell.b)));
    const furthest = Math.max(1e-9, ...off.map((cell) => Math.abs(cell.a - cell.b)));
    this.canvases.forEach((canvas, i) => {
      const value = (cell: Confused) => [cell.a, cell.b, cell.a - cell.b][i]!;
      const scale: Scale = i < 2 ? sequential(this.magma, most, 0) : diverging(furthest);
      const size = side / count, below = size >= 10 ? names - 20 : 0, context = prepare(canvas, names + side + 1, side + 1 + below + 34), colours = theme();
      context.font = "11px " + getComputedStyle(document.body).fontFamily;
      context.fillStyle = hex(scale.colour(0));
      context.fillRect(names, 0, side, side);
      for (const cell of off) {
        context.fillStyle = hex(scale.colour(value(cell)));
        context.fillRect(names + cell.predicted * size, cell.class * size, size, size);
      }
      context.fillStyle = colours.line;
      for (let c = 0; c < count; c++) context.fillRect(names + c * size, c * size, size, size);
      context.fillStyle = colours.text;
      context.textAlign = "right";
      if (size >= 10) this.errors.classes.forEach((name, c) => context.fillText(name, names - 6, (c + 0.5) * size + 4, names - 8));
      if (size >= 10)
        this.errors.classes.forEach((name, c) => {
          context.save();
          context.translate(names + (c + 0.5) * size + 4, side + 6);
          context.rotate(-Math.PI / 2);
          context.fillText(name, 0, 0, below - 4);
          context.restore();
        });
      // The key: a bar with its ends.
      const steps = 60, wide = Math.min(side, 160), from = i < 2 ? 0 : -furthest, to = i < 2 ? most : furthest;
      for (let step = 0; step < steps; step++) {
        context.fillStyle = hex(scale.colour(from + ((to - from) * (step + 0.5)) / steps));
        context.fillRect(names + (step * wide) / steps, side + below + 6, wide / steps + 0.5, 8);
      }
      context.fillStyle = colours.text;
      context.textAlign = "left";
      context.fillText(i < 2 ? "0 to " + most.toFixed(1) + "\u202f%" : "±" + furthest.toFixed(1) + " points; red: " + this.errors.a, names, side + below + 27);
      if (this.pointed) {
        context.strokeStyle = "#35c5e8";
        context.lineWidth = 2;
        context.strokeRect(names + this.pointed.predicted * size, this.pointed.class * size, size, size);
      }
      Object.assign(canvas.dataset, { names, side });
    });
  }

  private at(canvas: HTMLCanvasElement, event: MouseEvent): { class: number; predicted: number } | null {
    const names = Number(canvas.dataset.names), side = Number(canvas.dataset.side), count = this.errors.classes.length;
    const predicted = Math.floor(((event.offsetX - names) / side) * count), label = Math.floor((event.offsetY / side) * count);
    return predicted >= 0 && predicted < count && label >= 0 && label < count ? { class: label, predicted } : null;
  }

  private point(cell: { class: number; predicted: number } | null): void {
    if (cell && this.pointed && cell.class === this.pointed.class && cell.predicted === this.pointed.predicted) return;
    this.pointed = cell;
    if (this.canvases[0]!.dataset.side) this.draw(this.host.clientWidth);
    const name = (c: number) => this.errors.classes[c] ?? String(c), percent = (value: number) => value.toFixed(2) + "\u202f%";
    const found = cell && (this.cells.find((one) => one.class === cell.class && one.predicted === cell.predicted) ?? { a: 0, b: 0 });
    this.readout.textContent = cell && found
      ? name(cell.class) + (cell.class === cell.predicted ? " is right: " : " taken for " + name(cell.predicted) + ": ") + percent(found.a) + " by " + this.errors.a + ", " + percent(found.b) + " by " + this.errors.b
      : "Rows are true classes, columns what they are taken for. Click a cell for its examples.";
  }

  private csv(): string {
    const name = (c: number) => quote(inert(this.errors.classes[c] ?? String(c)));
    return ["class,predicted,percentA,percentB", ...this.cells.map((cell) => [name(cell.class), name(cell.predicted), cell.a, cell.b].join(","))].join("\r\n") + "\r\n";
  }

  private key(event: KeyboardEvent): void {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key], last = this.errors.classes.length - 1;
    if (step) {
      const from = this.pointed ?? { class: 0, predicted: 0 }, within = (value: number) => Math.max(0, Math.min(last, value));
      this.point({ class: within(from.class + step[0]!), predicted: within(from.predicted + step[1]!) });
    } else if (event.key === "Enter" && this.pointed) this.choose(this.pointed.class, this.pointed.predicted);
    else return;
    event.preventDefault();
  }
}
