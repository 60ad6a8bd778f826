import { element, prepare } from "./dom";
import type { Examples } from "./examples";
import type { Errors } from "./page-data";

const FIRST = 36, MORE = 72, SIDE = 96;

/** Examples one by one, with their pictures where the page has them, and what both populations make of them. */
export class Gallery {
  readonly host = element("div", "", { className: "gallery" });
  private readonly cards = element("div", "", { className: "examples" });
  private readonly more = element("button", "", { type: "button" });
  private readonly places = new Map<number, number>();
  private readonly sheet: HTMLImageElement | null;
  private found: number[] = [];
  private shown = 0;

  constructor(private readonly errors: Errors, private readonly examples: Examples, sheet: string | null) {
    errors.gallery?.examples.forEach((example, place) => this.places.set(example, place));
    this.sheet = sheet === null ? null : new Image();
    if (this.sheet) this.sheet.src = "data:image/webp;base64," + sheet;
    this.more.addEventListener("click", () => this.grow(MORE));
    this.host.append(this.cards, this.more);
  }

  show(found: number[]): void {
    this.found = found;
    this.shown = 0;
    this.cards.replaceChildren();
    this.grow(FIRST);
  }

  has(example: number): boolean { return this.places.has(example); }

  /** Draws an example's picture where there is one. */
  picture(example: number, side: number): HTMLElement {
    const place = this.places.get(example), layout = this.errors.gallery, sheet = this.sheet;
    if (place === undefined || !layout || !sheet) return element("span", "no picture in this page", { className: "example none" });
    const canvas = element("canvas", "", { className: "example" });
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "Test image " + example + ", class " + this.name(this.examples.label[example]!));
    const scale = side / Math.max(layout.width, layout.height), width = scale * layout.width, height = scale * layout.height;
    const draw = () => {
      const context = prepare(canvas, width, height);
      // Pixels of small images are meant to be seen.
      context.imageSmoothingEnabled = scale < 1.5;
      context.drawImage(sheet, (place % layout.columns) * layout.width, Math.floor(place / layout.columns) * layout.height, layout.width, layout.height, 0, 0, width, height);
    };
    if (sheet.complete) draw();
    else sheet.addEventListener("load", draw, { once: true });
    return canvas;
  }

  /** What a population makes of an example, in words. */
  verdict(example: number, of: "a" | "b"): string {
    const models = of === "a" ? this.errors.modelsA : this.errors.modelsB, right = this.examples[of][example]!;
    const taken = (of === "a" ? this.examples.takenA : this.examples.takenB)[example]!;
    return Math.round((100 * right) / models) + "\u202f%" + (taken > 0 ? (right > 0 ? ", else " : ", ") + this.name(taken - 1) : "");
  }

  name(label: number): string { return this.errors.classes[label] ?? String(label); }

  private grow(by: number): void {
    const next = this.found.slice(this.shown, this.shown + by);
    this.shown += next.length;
    this.cards.append(...next.map((example) => this.card(example)));
    this.more.hidden = this.shown >= this.found.length;
    this.more.textContent = Math.min(MORE, this.found.length - this.shown) + " more of " + this.found.length.toLocaleString("en");
  }

  private card(example: number): HTMLElement {
    const card = element("figure"), caption = element("figcaption");
    const line = (name: string, text: string) => {
      const row = element("span");
      row.append(element("b", name), " " + text);
      caption.append(row);
    };
    caption.append(element("span", this.name(this.examples.label[example]!), { className: "true" }));
    line("A", this.verdict(example, "a"));
    line("B", this.verdict(example, "b"));
    card.append(this.picture(example, SIDE), caption);
    card.title = "Test image " + example;
    return card;
  }
}
