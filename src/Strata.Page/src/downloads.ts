import { element } from "./dom";
import type { Source } from "./map-view";
import type { Matrix } from "./matrix";

/** NumPy's format, version 1: 64-bit numbers, row by row. */
export function npy(matrix: Matrix): Uint8Array<ArrayBuffer> {
  const shape = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + matrix.rows + ", " + matrix.columns + "), }";
  const header = shape.padEnd(Math.ceil((shape.length + 11) / 64) * 64 - 11, " ") + "\n";
  const bytes = new Uint8Array(10 + header.length + 8 * matrix.rows * matrix.columns), view = new DataView(bytes.buffer);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  view.setUint16(8, header.length, true);
  for (let i = 0; i < header.length; i++) bytes[10 + i] = header.charCodeAt(i);
  let at = 10 + header.length;
  for (let row = 0; row < matrix.rows; row++)
    for (let column = 0; column < matrix.columns; column++, at += 8) view.setFloat64(at, matrix.value(row, column), true);
  return bytes;
}

export function quote(field: string): string {
  return /[",\r\n]/.test(field) ? '"' + field.replaceAll('"', '""') + '"' : field;
}

/** A spreadsheet takes such text for a formula, and may run it. */
export function inert(field: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(field) && Number.isNaN(Number(field)) ? "'" + field : field;
}

export function matrixCsv(source: Source): string {
  const { matrix } = source, name = (text: string) => quote(inert(text));
  const lines = [["layer", ...source.columnAxis.layers.map((layer) => name(layer.name))].join(",")];
  for (let row = 0; row < matrix.rows; row++)
    lines.push([name(source.rowAxis.layers[row]!.name), ...Array.from({ length: matrix.columns }, (_, column) => {
      const value = matrix.value(row, column);
      return Number.isNaN(value) ? "" : String(Number(value.toFixed(6)));
    })].join(","));
  return lines.join("\r\n") + "\r\n";
}

export function save(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type })), link = element("a", "", { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Buttons that save what a figure or table shows, out of this one file. */
export function offer(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure.chart")) {
    const svg = figure.querySelector("svg")!, name = plain(svg.getAttribute("aria-label") ?? "figure");
    figure.append(takes([["SVG", () => save(name + ".svg", text(svg), "image/svg+xml")], ["PNG", () => void png(svg, name)]]));
  }
  for (const table of document.querySelectorAll<HTMLTableElement>("table.data.sortable")) {
    const name = plain(table.dataset.file ?? "table");
    table.parentElement!.after(takes([["CSV", () => save(name + ".csv", tableCsv(table), "text/csv")]]));
  }
}

const LONGEST = 120;

/** A name for a file. One that is too long keeps both ends: pairs of models often differ in the last words only. */
export function plain(name: string): string {
  const letters = [...name.replace(/[^\p{L}\p{M}\p{N}.\-]+/gu, "-").replace(/^-+|-+$/g, "")], half = LONGEST / 2 - 1;
  return letters.length <= LONGEST ? letters.join("") : [...letters.slice(0, half), "..", ...letters.slice(-half)].join("");
}

function takes(ways: [string, () => void][]): HTMLElement {
  const group = element("span", "", { className: "takes" });
  for (const [name, act] of ways) {
    const button = element("button", name, { type: "button", className: "take", title: "Save as " + name });
    button.addEventListener("click", act);
    group.append(button);
  }
  return group;
}

/** As the table's file has it: every column, and numbers in full. */
export function tableCsv(table: HTMLTableElement): string {
  const [head, ...rows] = [...table.rows];
  const cell = (one: HTMLTableCellElement) => { const value = one.dataset.value ?? one.textContent!.trim(); return quote(one.classList.contains("number") ? value : inert(value)); };
  return [[...head!.cells].map((one) => quote(one.dataset.name ?? one.textContent!.trim())), ...rows.map((row) => [...row.cells].map(cell))].map((line) => line.join(",")).join("\r\n") + "\r\n";
}

const text = (svg: SVGElement) => new XMLSerializer().serializeToString(svg);

/** As the file has it, on white, twice as fine. */
async function png(svg: SVGSVGElement, name: string): Promise<void> {
  const image = new Image(), { width, height } = svg.viewBox.baseVal;
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text(svg));
  await image.decode();
  const canvas = element("canvas", "", { width: 2 * width, height: 2 * height });
  canvas.getContext("2d")!.drawImage(image, 0, 0, 2 * width, 2 * height);
  canvas.toBlob((blob) => { if (blob) save(name + ".png", blob, "image/png"); });
}
