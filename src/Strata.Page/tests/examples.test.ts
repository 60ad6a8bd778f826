import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "fflate";
import { confused } from "../src/confusion";
import { differing, differs, ordered, passes, unpack, type Wanted } from "../src/examples";
import type { Errors } from "../src/page-data";

const errors: Errors = {
  a: "A", b: "B", modelsA: 4, modelsB: 4, examples: 3, mistakes: true, classes: ["cat", "dog"], groups: [{ name: "dogs", classes: [1] }],
  confusions: [[0, 0, 3, 1], [0, 1, 1, 3], [1, 0, 4, 0], [1, 1, 4, 8]], gallery: null,
};

/** As ErrorsData.cs packs them. */
function pack(columns: number[][]): string {
  const numbers = columns.flat(), bytes = new Uint8Array(2 * numbers.length);
  numbers.forEach((number, at) => { bytes[at] = number & 255; bytes[numbers.length + at] = number >> 8; });
  return Buffer.from(deflateSync(bytes)).toString("base64");
}

const examples = unpack(pack([[0, 1, 1], [3, 4, 0], [1, 4, 4], [1, 2, 0], [2, 2, 0], [0, 2, 2], [1, 2, 2], [2, 0, 300], [2, 0, 0]]), 3);
const all: Wanted = { a: null, b: null, class: null, group: null, taken: null };
const found = (wanted: Partial<Wanted>) => [0, 1, 2].filter(passes(examples, errors, { ...all, ...wanted }));

test("examples come out as they went in", () => {
  assert.deepEqual([...examples.label, ...examples.a, ...examples.b], [0, 1, 1, 3, 4, 0, 1, 4, 4]);
  assert.deepEqual([...examples.halvesB[0], ...examples.halvesB[1]], [0, 2, 2, 1, 2, 2]);
  assert.deepEqual([...examples.takenA], [2, 0, 300]);
});

test("what is asked for is what is found", () => {
  assert.deepEqual(found({}), [0, 1, 2]);
  assert.deepEqual(found({ a: [3, 4] }), [0, 1]);
  assert.deepEqual(found({ a: [3, 4], b: [1, 1] }), [0]);
  assert.deepEqual(found({ class: 1 }), [1, 2]);
  assert.deepEqual(found({ group: 0, taken: 299 }), [2]);
  assert.deepEqual(found({ taken: 1 }), [0]);
});

test("examples stand in the order that is asked for, equal ones in that of the set", () => {
  assert.deepEqual(ordered([0, 1, 2], examples, errors, "difference"), [2, 0, 1]);
  assert.deepEqual(ordered([0, 1, 2], examples, errors, "a"), [0, 1, 2]);
  assert.deepEqual(ordered([0, 1, 2], examples, errors, "b"), [2, 1, 0]);
  assert.deepEqual(ordered([0, 1, 2], examples, errors, "hard"), [0, 2, 1]);
});

test("chance leaves 95 % within the band, and equal shares are never outside it", () => {
  // The sizes of the test are normal ones, where the approximation holds.
  const models = 100, inside: number[] = [];
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const draw = () => Array.from({ length: models }, () => Number(random() < 0.6)).reduce((sum, one) => sum + one, 0);
  for (let i = 0; i < 2000; i++) inside.push(Number(!differs(draw(), models, draw(), models)));
  const share = inside.reduce((sum, one) => sum + one, 0) / inside.length;
  assert.ok(share > 0.93 && share < 0.97, String(share));
  assert.equal(differs(0, 5, 0, 7), false);
  assert.equal(differs(5, 5, 0, 5), true);
  assert.equal(differing(Uint16Array.of(5, 0, 5, 5), 5, Uint16Array.of(5, 0, 0, 5), 5), 25);
});

test("confusions are shares of a class's predictions, the most different first", () => {
  const cells = confused(errors, examples.label);
  assert.deepEqual(cells.map((cell) => [cell.class, cell.predicted, cell.a, cell.b]), [[0, 0, 75, 25], [0, 1, 25, 75], [1, 0, 50, 0], [1, 1, 50, 100]]);
});
