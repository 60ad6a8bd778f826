import { element } from "./dom";

/** What drawings need of a canvas, so that the same drawing can also be a file of text and shapes. */
export type Pen = Pick<CanvasRenderingContext2D, "fillStyle" | "strokeStyle" | "lineWidth" | "font" | "textAlign" | "imageSmoothingEnabled" | "save" | "restore" | "beginPath" |
  "rect" | "clip" | "moveTo" | "lineTo" | "arc" | "stroke" | "fill" | "fillRect" | "strokeRect" | "fillText" | "measureText" | "translate" | "rotate" | "setLineDash"> & {
    drawImage(image: HTMLCanvasElement, sx: number, sy: number, sw: number, sh: number, x: number, y: number, width: number, height: number): void;
  };

interface State {
  fillStyle: Pen["fillStyle"];
  strokeStyle: Pen["strokeStyle"];
  lineWidth: number;
  font: string;
  textAlign: CanvasTextAlign;
  dash: number[];
  transform: string;
  clip: string;
}

const digits = (value: number) => String(Number(value.toFixed(2)));
const attribute = (name: string, value: string | number) => " " + name + '="' + value + '"';
const escaped = (text: string) => text.replace(/[&<>"]/g, (one) => "&#" + one.charCodeAt(0) + ";");

/** Draws into an SVG: text stays text, and a map is one image of a pixel a cell. */
export class SvgPen implements Pen {
  fillStyle: Pen["fillStyle"] = "#000";
  strokeStyle: Pen["strokeStyle"] = "#000";
  lineWidth = 1;
  font = "12px sans-serif";
  textAlign: CanvasTextAlign = "left";
  imageSmoothingEnabled = false;
  private dash: number[] = [];
  private transform = "";
  private clipped = "";
  private path = "";
  private clips = 0;
  private readonly states: State[] = [];
  private readonly parts: string[] = [];
  private readonly measure = element("canvas").getContext("2d")!;

  constructor(private readonly width: number, private readonly height: number) {}

  /** The file, with a title that readers of the screen are told. */
  text(title: string): string {
    return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ' + digits(this.width) + " " + digits(this.height) + '" width="' + digits(this.width) + '" height="' + digits(this.height) +
      '" role="img" aria-label="' + escaped(title) + '"><title>' + escaped(title) + '</title>\n<rect width="100%" height="100%" fill="#fff"/>\n' + this.parts.join("\n") + "\n</svg>\n";
  }

  save(): void {
    const { fillStyle, strokeStyle, lineWidth, font, textAlign, dash, transform, clipped } = this;
    this.states.push({ fillStyle, strokeStyle, lineWidth, font, textAlign, dash, transform, clip: clipped });
  }

  restore(): void {
    const state = this.states.pop();
    if (!state) return;
    const { clip, ...own } = state;
    Object.assign(this, own);
    this.clipped = clip;
  }

  translate(x: number, y: number): void { this.transform += " translate(" + digits(x) + " " + digits(y) + ")"; }

  rotate(angle: number): void { this.transform += " rotate(" + digits((angle * 180) / Math.PI) + ")"; }

  setLineDash(dash: number[]): void { this.dash = dash; }

  beginPath(): void { this.path = ""; }

  rect(x: number, y: number, width: number, height: number): void { this.path += "M" + digits(x) + " " + digits(y) + "h" + digits(width) + "v" + digits(height) + "h" + digits(-width) + "z"; }

  moveTo(x: number, y: number): void { this.path += "M" + digits(x) + " " + digits(y); }

  lineTo(x: number, y: number): void { this.path += "L" + digits(x) + " " + digits(y); }

  /** A whole circle; no drawing has parts of one. */
  arc(x: number, y: number, radius: number): void {
    const r = digits(radius);
    this.path += "M" + digits(x - radius) + " " + digits(y) + "a" + r + " " + r + " 0 1 0 " + digits(2 * radius) + " 0a" + r + " " + r + " 0 1 0 " + digits(-2 * radius) + " 0z";
  }

  /** A clip lies in the space of what it clips, which is moved with it. */
  clip(): void {
    this.clipped = "clip-" + this.clips++;
    this.parts.push('<clipPath id="' + this.clipped + '"><path d="' + this.path + '"/></clipPath>');
  }

  stroke(): void { this.put("path", 'd="' + this.path + '" fill="none"' + this.line()); }

  fill(): void { this.put("path", 'd="' + this.path + '" fill="' + String(this.fillStyle) + '"'); }

  fillRect(x: number, y: number, width: number, height: number): void { this.put("rect", this.box(x, y, width, height) + ' fill="' + String(this.fillStyle) + '"'); }

  strokeRect(x: number, y: number, width: number, height: number): void { this.put("rect", this.box(x, y, width, height) + ' fill="none"' + this.line()); }

  measureText(text: string): TextMetrics {
    this.measure.font = this.font;
    return this.measure.measureText(text);
  }

  fillText(text: string, x: number, y: number, most = Infinity): void {
    const found = /^(?:(bold|600) )?(\d+)px (.*)$/.exec(this.font), anchor = { center: "middle", right: "end" }[this.textAlign as string] ?? "start";
    const tight = this.measureText(text).width > most ? ' textLength="' + digits(most) + '" lengthAdjust="spacingAndGlyphs"' : "";
    this.put("text", 'x="' + digits(x) + '" y="' + digits(y) + '" font-size="' + (found?.[2] ?? "12") + '" font-family="' + escaped(found?.[3] ?? "sans-serif") + '"' +
      (found?.[1] ? ' font-weight="600"' : "") + ' text-anchor="' + anchor + '" fill="' + String(this.fillStyle) + '"' + tight, escaped(text));
  }

  drawImage(image: HTMLCanvasElement, sx: number, sy: number, sw: number, sh: number, x: number, y: number, width: number, height: number): void {
    this.put("svg", this.box(x, y, width, height) + ' viewBox="' + [sx, sy, sw, sh].map(digits).join(" ") + '" preserveAspectRatio="none" overflow="hidden"',
      '<image' + attribute("width", image.width) + attribute("height", image.height) + attribute("href", image.toDataURL()) + (this.imageSmoothingEnabled ? "" : ' style="image-rendering:pixelated"') + "/>");
  }

  private put(name: string, attributes: string, inside = ""): void {
    this.parts.push("<" + name + " " + attributes + this.moved() + (this.clipped ? ' clip-path="url(#' + this.clipped + ')"' : "") + (inside ? ">" + inside + "</" + name + ">" : "/>"));
  }

  private box(x: number, y: number, width: number, height: number): string {
    return 'x="' + digits(x) + '" y="' + digits(y) + '" width="' + digits(width) + '" height="' + digits(height) + '"';
  }

  private line(): string {
    return ' stroke="' + String(this.strokeStyle) + '" stroke-width="' + digits(this.lineWidth) + '"' + (this.dash.length > 0 ? ' stroke-dasharray="' + this.dash.join(" ") + '"' : "");
  }

  private moved(): string { return this.transform === "" ? "" : ' transform="' + this.transform.trim() + '"'; }
}
