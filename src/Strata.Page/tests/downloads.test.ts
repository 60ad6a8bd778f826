import assert from "node:assert/strict";
import { test } from "node:test";
import { inert, npy, plain, quote } from "../src/downloads";

test("an npy file has its header at a multiple of 64 and its numbers row by row", () => {
  const bytes = npy({ rows: 2, columns: 3, value: (row, column) => row + column / 10, error: () => NaN }), view = new DataView(bytes.buffer);
  const length = view.getUint16(8, true), header = new TextDecoder().decode(bytes.slice(10, 10 + length));
  assert.equal((10 + length) % 64, 0);
  assert.match(header, /'descr': '<f8', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/);
  assert.equal(view.getFloat64(10 + length + 8 * 5, true), 1.2);
  assert.equal(bytes.length, 10 + length + 48);
});

test("fields are quoted, and no text is a formula", () => {
  assert.equal(quote('a "b", c'), '"a ""b"", c"');
  assert.equal(inert("=1+1"), "'=1+1");
  assert.equal(inert("-0.5"), "-0.5");
  assert.equal(plain("ResNet-38-1x, seed 0 × 深い/../x"), "ResNet-38-1x-seed-0-深い-..-x");
  assert.equal(plain("हिन्दी"), "हिन्दी");
  // What is too long keeps both ends.
  assert.equal(plain("a" + "𠮷".repeat(200) + "b"), "a" + "𠮷".repeat(58) + ".." + "𠮷".repeat(58) + "b");
});
