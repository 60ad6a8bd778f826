import { prepare } from "./dom";
import { differs, reach } from "./examples";
import { theme } from "./theme";

/** Two counts of models that are right: a place of the scatter. */
export interface Place {
  a: number;
  b: number;
}

export interface Cloud {
  a: Uint16Array;
  b: Uint16Array;
  modelsA: number;
  modelsB: number;
  nameA: string;
  nameB: string;
}

/** What a reader does with the scatter. */
export interface ScatterGestures {
  point(place: Place | null): void;
  choose(from: Place, to: Place): void;
  clear(): void;
}

const LEFT = 58, TOP = 12, RIGHT = 12, BOTTOM = 46, LARGEST = 17;

/** How many models of A and of B are right about each example: equal pairs share a dot, whose area is their number. */
export class Scatter {
  readonly canvas = document.createElement("canvas");
  private cloud: Cloud | null = null;
  private counts = new Map<number, number>();
  /** The place that is pointed at. */
  pointed: Place | null = null;
  private chosen: { from: Place; to: Place } | null = null;
  private drag: { x: number; y: number } | null = null;
  private dragged: { x: number; y: number } | null = null;
  private side = 300;

  constructor(private readonly gestures: ScatterGestures) {
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.canvas.setPointerCapture(event.pointerId);
      this.drag = this.dragged = { x: event.offsetX, y: event.offsetY };
    });
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.drag) { this.dragged = { x: event.offsetX, y: event.offsetY }; this.draw(); }
      else this.show(this.near(event.offsetX, event.offsetY));
    });
    this.canvas.addEventListener("pointerup", (event) => this.release(event.offsetX, event.offsetY));
    this.canvas.addEventListener("pointercancel", () => { this.drag = null; this.draw(); });
    this.canvas.addEventListener("pointerleave", () => { if (!this.drag) this.show(null); });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  set(cloud: Cloud, chosen: { from: Place; to: Place } | null, room: number): void {
    if (cloud !== this.cloud) {
      this.counts = new Map();
      this.pointed = null;
      for (let e = 0; e < cloud.a.length; e++) {
        const key = cloud.a[e]! * 65536 + cloud.b[e]!;
        this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
      }
    }
    this.cloud = cloud;
    this.chosen = chosen;
    this.side = Math.max(180, Math.min(470, room - LEFT - RIGHT));
    this.canvas.setAttribute("aria-label", "Scatter: how many models of " + cloud.nameA + " and of " + cloud.nameB + " are right about each example");
    this.draw();
  }

  count(place: Place): number {
    return this.counts.get(place.a * 65536 + place.b) ?? 0;
  }

  private show(place: Place | null): void {
    if (place?.a === this.pointed?.a && place?.b === this.pointed?.b) return;
    this.pointed = place;
    this.draw();
    this.gestures.point(place);
  }

  private x(a: number): number { return LEFT + LARGEST + (a / this.cloud!.modelsA) * (this.side - 2 * LARGEST); }

  private y(b: number): number { return TOP + this.side - LARGEST - (b / this.cloud!.modelsB) * (this.side - 2 * LARGEST); }

  private at(x: number, y: number): Place {
    const { modelsA, modelsB } = this.cloud!, within = (value: number, most: number) => Math.max(0, Math.min(most, value));
    return {
      a: within(((x - LEFT - LARGEST) / (this.side - 2 * LARGEST)) * modelsA, modelsA),
      b: within(((TOP + this.side - LARGEST - y) / (this.side - 2 * LARGEST)) * modelsB, modelsB),
    };
  }

  private radius(count: number): number { return Math.min(LARGEST, 1.8 * Math.sqrt(count)); }

  /** The dot that is pointed at, or the nearest within a few pixels. */
  private near(x: number, y: number): Place | null {
    let best: Place | null = null, least = Infinity;
    for (const [key, count] of this.counts) {
      const place = { a: Math.floor(key / 65536), b: key % 65536 };
      const away = Math.hypot(x - this.x(place.a), y - this.y(place.b)) - this.radius(count);
      if (away < least && away < 5) [best, least] = [place, away];
    }
    return best;
  }

  private release(x: number, y: number): void {
    const start = this.drag;
    if (!start) return;
    this.drag = null;
    if (Math.hypot(x - start.x, y - start.y) < 5) {
      const place = this.near(x, y);
      if (place) this.gestures.choose(place, place);
      else this.gestures.clear();
      return;
    }
    const low = this.at(Math.min(x, start.x), Math.max(y, start.y)), high = this.at(Math.max(x, start.x), Math.min(y, start.y));
    this.gestures.choose({ a: Math.ceil(low.a), b: Math.ceil(low.b) }, { a: Math.floor(high.a), b: Math.floor(high.b) });
  }

  private key(event: KeyboardEvent): void {
    const { modelsA, modelsB } = this.cloud!, step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step) {
      const from = this.pointed ?? this.chosen?.from ?? { a: modelsA, b: 0 }, far = event.shiftKey ? 5 : 1;
      this.show({ a: Math.max(0, Math.min(modelsA, from.a + far * step[0]!)), b: Math.max(0, Math.min(modelsB, from.b + far * step[1]!)) });
    } else if (event.key === "Enter" && this.pointed) this.gestures.choose(this.pointed, this.pointed);
    else if (event.key === "Escape") this.gestures.clear();
    else return;
    event.preventDefault();
  }

  draw(): void {
    const cloud = this.cloud!, colours = theme(), { side } = this, width = LEFT + side + RIGHT, height = TOP + side + BOTTOM;
    const context = prepare(this.canvas, width, height);
    context.font = "12px " + getComputedStyle(document.body).fontFamily;
    this.axes(context, colours.text, colours.line);
    this.band(context, colours.line);
    const style = getComputedStyle(document.documentElement), blue = style.getPropertyValue("--blue").trim(), orange = style.getPropertyValue("--orange").trim();
    context.globalAlpha = 0.6;
    for (const [key, count] of this.counts) {
      const a = Math.floor(key / 65536), b = key % 65536;
      context.fillStyle = !differs(a, cloud.modelsA, b, cloud.modelsB) ? colours.quiet : a / cloud.modelsA > b / cloud.modelsB ? blue : orange;
      context.beginPath();
      context.arc(this.x(a), this.y(b), this.radius(count), 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
    context.lineWidth = 2;
    if (this.chosen) {
      const { from, to } = this.chosen, out = from.a === to.a && from.b === to.b ? this.radius(this.count(from)) + 3 : 4;
      context.strokeStyle = colours.accent;
      context.strokeRect(this.x(from.a) - out, this.y(to.b) - out, this.x(to.a) - this.x(from.a) + 2 * out, this.y(from.b) - this.y(to.b) + 2 * out);
    }
    if (this.pointed) {
      context.strokeStyle = colours.text;
      context.beginPath();
      context.arc(this.x(this.pointed.a), this.y(this.pointed.b), this.radius(this.count(this.pointed)) + 2, 0, 2 * Math.PI);
      context.stroke();
    }
    if (this.drag && this.dragged) {
      context.strokeStyle = colours.accent;
      context.setLineDash([4, 3]);
      context.strokeRect(this.drag.x, this.drag.y, this.dragged.x - this.drag.x, this.dragged.y - this.drag.y);
      context.setLineDash([]);
    }
    context.lineWidth = 1;
  }

  private axes(context: CanvasRenderingContext2D, text: string, line: string): void {
    const cloud = this.cloud!, { side } = this;
    context.strokeStyle = line;
    context.strokeRect(LEFT + 0.5, TOP + 0.5, side - 1, side - 1);
    context.fillStyle = text;
    for (const percent of [0, 25, 50, 75, 100]) {
      const x = this.x((percent / 100) * cloud.modelsA), y = this.y((percent / 100) * cloud.modelsB);
      context.textAlign = "center";
      context.fillText(String(percent), x, TOP + side + 16);
      context.textAlign = "right";
      context.fillText(String(percent), LEFT - 6, y + 4);
    }
    context.textAlign = "center";
    context.fillText(cloud.nameA + ", % of models right", LEFT + side / 2, TOP + side + 36, side);
    context.save();
    context.translate(14, TOP + side / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(cloud.nameB + ", % of models right", 0, 0, side);
    context.restore();
  }

  /** Where chance alone leaves 95 % of the examples, by the normal approximation. */
  private band(context: CanvasRenderingContext2D, line: string): void {
    const { modelsA, modelsB } = this.cloud!, all = modelsA + modelsB;
    const edge = (side: number, share: number): [number, number] => {
      const apart = side * reach(share * modelsA, modelsA, share * modelsB, modelsB);
      return [this.x(modelsA * (share + (apart * modelsB) / all)), this.y(modelsB * (share - (apart * modelsA) / all))];
    };
    const steps = Array.from({ length: 101 }, (_, i) => i / 100);
    context.save();
    context.beginPath();
    context.rect(LEFT, TOP, this.side, this.side);
    context.clip();
    context.beginPath();
    for (const share of steps) context.lineTo(...edge(1, share));
    for (const share of steps.reverse()) context.lineTo(...edge(-1, share));
    context.closePath();
    context.fillStyle = line;
    context.globalAlpha = 0.45;
    context.fill();
    context.globalAlpha = 1;
    context.strokeStyle = line;
    context.beginPath();
    context.moveTo(this.x(0), this.y(0));
    context.lineTo(this.x(modelsA), this.y(modelsB));
    context.stroke();
    context.restore();
  }
}
