import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "fflate";
import { base64, decode, difference, transposed, type Matrix } from "../src/matrix";

/** As MatrixEncoding.cs writes. */
function encode(values: number[][], errors: number[][], steps: number): Uint8Array {
  const count = values.flat().length, bytes = new Uint8Array(count * (steps === 1000 ? 3 : 2));
  let at = 0;
  values.forEach((line, row) => {
    let before = 0, errorBefore = 0;
    line.forEach((value, column) => {
      const code = Number.isNaN(value) ? 0 : 1 + Math.round((value + 1) * steps), step = code - before, folded = step >= 0 ? 2 * step : -2 * step - 1;
      bytes[at] = folded & 255;
      bytes[count + at] = folded >> 8;
      const error = errors[row]![column]!, errorCode = Number.isNaN(error) ? 0 : error === 0 ? 1 : 2 + Math.round((253 * (5 + Math.log10(error))) / 5);
      if (steps === 1000) bytes[2 * count + at] = (errorCode - errorBefore) & 255;
      before = code;
      errorBefore = errorCode;
      at++;
    });
  });
  return deflateSync(bytes);
}

test("three decimals come back, and so do errors and what is undefined", () => {
  const matrix = decode(encode([[1, 0.123456, -0.04], [NaN, 0, -1]], [[0, 0.0123, 0.5], [NaN, 0.00001, 1]], 1000), 2, 3, false, 1000);
  assert.deepEqual([0, 1, 2].map((column) => Number(matrix.value(0, column).toFixed(6))), [1, 0.123, -0.04]);
  assert.ok(Number.isNaN(matrix.value(1, 0)) && Number.isNaN(matrix.error(1, 0)));
  assert.equal(matrix.value(1, 2), -1);
  assert.equal(matrix.error(0, 0), 0);
  assert.ok(Math.abs(matrix.error(0, 1) / 0.0123 - 1) < 0.024);
  assert.equal(matrix.estimated, true);
  assert.equal(decode(encode([[1, 0.5]], [[NaN, NaN]], 1000), 1, 2, false, 1000).estimated, false);
});

test("a triangle stands for both halves", () => {
  const matrix = decode(encode([[1], [0.25, 1]], [[0], [0.1, 0]], 1000), 2, 2, true, 1000);
  assert.equal(matrix.value(0, 1), 0.25);
  assert.equal(matrix.value(1, 0), 0.25);
  assert.equal(matrix.error(0, 1), matrix.error(1, 0));
  assert.equal(matrix.least, 0.25);
});

test("base64 is read byte by byte", () => {
  assert.deepEqual([...base64("AP9/gA==")], [0, 255, 127, 128]);
});

test("two decimals have no errors", () => {
  const matrix = decode(encode([[0.126]], [[0.1]], 100), 1, 1, false, 100);
  assert.equal(Number(matrix.value(0, 0).toFixed(6)), 0.13);
  assert.ok(Number.isNaN(matrix.error(0, 0)));
  assert.equal(matrix.estimated, false);
});

test("a difference has the errors of both, and a matrix turns", () => {
  const a = { rows: 1, columns: 2, value: () => 0.75, error: () => 0.03 }, b = { rows: 1, columns: 2, value: () => 0.5, error: () => 0.04 };
  assert.equal(difference(a, b).value(0, 0), 0.25);
  assert.ok(Math.abs(difference(a, b).error(0, 0) - 0.05) < 1e-12);
  assert.equal(transposed({ rows: 1, columns: 2, value: (row, column) => 10 * row + column, error: () => 0 }).value(1, 0), 1);
});

test("pixels by the table of colours are those of the cells one by one", () => {
  const colour = (value: number) => Math.round(1000 * (value + 2)), nothing = 7;
  const oneByOne = ({ rows, columns, value }: Matrix) => Array.from({ length: rows * columns }, (_, i) => {
    const found = value(rows - 1 - Math.floor(i / columns), i % columns);
    return Number.isNaN(found) ? nothing : colour(found);
  });
  const wide = decode(encode([[1, 0.123, -0.04], [NaN, 0, -1]], [[0, 0, 0], [0, 0, 0]], 1000), 2, 3, false, 1000);
  const own = decode(encode([[1], [0.25, 1], [NaN, -0.5, 1]], [[0], [0, 0], [0, 0, 0]], 1000), 3, 3, true, 1000);
  const coarse = decode(encode([[0.13, 1]], [[0, 0]], 100), 1, 2, false, 100);
  // Angles go up to π/2.
  const angles = decode(encode([[0, 1.571], [1.001, 0]], [[NaN, NaN], [NaN, NaN]], 1000), 2, 2, false, 1000);
  for (const matrix of [wide, own, coarse, angles, transposed(wide), transposed(own), transposed(angles)])
    assert.deepEqual([...matrix.pixels!(colour, nothing)], oneByOne(matrix));
  assert.equal(transposed(difference(wide, wide)).pixels, undefined);
});
