import type { Matrix } from "./matrix";
import type { Scale } from "./scale";

/** A matrix as an image of one pixel a cell, the first row at the bottom. */
export function picture(matrix: Matrix, scale: Scale, undefinedColour: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = matrix.columns;
  canvas.height = matrix.rows;
  const context = canvas.getContext("2d")!, image = context.createImageData(matrix.columns, matrix.rows), pixels = new Uint32Array(image.data.buffer);
  if (matrix.pixels) pixels.set(matrix.pixels(scale.colour, undefinedColour));
  else for (let row = 0; row < matrix.rows; row++) {
    for (let column = 0; column < matrix.columns; column++) {
      const value = matrix.value(row, column);
      pixels[(matrix.rows - 1 - row) * matrix.columns + column] = Number.isNaN(value) ? undefinedColour : scale.colour(value);
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
