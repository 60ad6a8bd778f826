import assert from "node:assert/strict";
import { test } from "node:test";
import { diverging, hex, inverted, sequential } from "../src/scale";

const grey = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0").repeat(3)).join("");

test("a sequential scale ends at its brightest value, and shows what is below 0", () => {
  const scale = sequential(grey, 0.5);
  assert.equal(hex(scale.colour(0)), "#000000");
  assert.equal(hex(scale.colour(0.25)), "#808080");
  assert.equal(hex(scale.colour(0.9)), "#ffffff");
  assert.equal(hex(scale.colour(-1)), "#40c4e8");
  assert.notEqual(hex(scale.colour(-0.01)), "#000000");
});

test("a diverging scale is white at 0 and has a colour for each sign", () => {
  const scale = diverging(0.4);
  assert.equal(hex(scale.colour(0)), "#f7f7f7");
  assert.equal(hex(scale.colour(0.4)), "#b2182b");
  assert.equal(hex(scale.colour(-2)), "#2166ac");
});

test("a distance is bright where it is 0", () => {
  const scale = inverted(sequential(grey, 2));
  assert.equal(hex(scale.colour(0)), "#ffffff");
  assert.equal(hex(scale.colour(2)), "#000000");
  assert.equal(scale.high, 2);
});
