import assert from "node:assert/strict";
import { test } from "node:test";
import { nothing, read, write } from "../src/address";

test("an address keeps everything that is shown", () => {
  const shown = { map: 3, with: 5, pinned: 12, cell: { row: 12, column: 40 }, x: { from: 10, to: 54 }, y: { from: 0, to: 4 }, only: { depth: ["38", "14"], data: ["1/16 of the data"], network: ["a:b & c"] }, errors: { pair: 0, a: [3, 5] as const, b: null, class: 3, group: null, taken: 5, order: "hard" as const, cloud: 2 }, values: true, effect: "effect-depth-accuracy", tables: { Models: { sort: { column: 2, down: true }, find: "a:b" }, "best-matches": { sort: null, find: "x" } } };
  assert.deepEqual(read(write(shown)), shown);
  const names = ["a", "b", "c", "a~b", "d", "e"];
  assert.match(write(shown, names), /^#map=a%7Eb&with=e&/);
  assert.deepEqual(read(write(shown, names), names), shown);
  assert.deepEqual(read(write(nothing())), nothing());
});

test("what makes no sense is nothing", () => {
  assert.deepEqual(read("#map=x&row=1&x=9-2&y=-1-3&only=:a&pinned=1.5&errors=-1&class=2"), nothing());
  assert.deepEqual(read("#glance"), nothing());
});
