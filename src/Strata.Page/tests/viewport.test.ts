import assert from "node:assert/strict";
import { test } from "node:test";
import { brushed, clamped, isWhole, length, moved, ticks, whole, zoomed } from "../src/viewport";

test("a brush takes both ends, and never fewer than four layers", () => {
  assert.deepEqual(brushed(20, 10, 135), { from: 10, to: 21 });
  assert.equal(length(brushed(7, 7, 135)), 4);
  assert.deepEqual(brushed(134, 134, 135), { from: 131, to: 135 });
});

test("a map of fewer layers than that is shown whole", () => assert.deepEqual(brushed(0, 0, 2), { from: 0, to: 2 }));

test("zooming keeps the layer in its place, and zooming out ends at the whole", () => {
  const near = zoomed(whole(100), 50, 0.5, 100);
  assert.equal(length(near), 50);
  assert.ok(Math.abs((50.5 - near.from) / 50 - 0.505) < 0.02);
  assert.ok(isWhole(zoomed(zoomed(near, 30, 2, 100), 30, 2, 100), 100));
});

test("moving stops at the ends", () => {
  assert.deepEqual(moved({ from: 10, to: 20 }, -50, 100), { from: 0, to: 10 });
  assert.deepEqual(moved({ from: 10, to: 20 }, 200, 100), { from: 90, to: 100 });
  assert.deepEqual(clamped(-5, 500, 100), whole(100));
});

test("ticks are round and apart", () => {
  assert.deepEqual(ticks(whole(135), 540, 42), [0, 20, 40, 60, 80, 100, 120]);
  assert.deepEqual(ticks({ from: 13, to: 18 }, 500, 42), [13, 14, 15, 16, 17]);
  assert.deepEqual(ticks(whole(576), 100, 42), [0, 500]);
});
