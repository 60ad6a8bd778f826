import assert from "node:assert/strict";
import { test } from "node:test";
import { next } from "../src/roving";

const box = (left: number, top: number) => ({ left, top, width: 10, height: 10 });

test("arrows go to the neighbour, up and down to the nearest of the next row", () => {
  const boxes = [box(0, 0), box(20, 0), box(40, 0), box(20, 30), box(0, 60), box(40, 62)];
  assert.deepEqual(["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End", "x"].map((key) => next(boxes, 1, key)), [2, 0, 3, 1, 0, 5, 1]);
  assert.equal(next(boxes, 3, "ArrowDown"), 4);
  assert.equal(next(boxes, 5, "ArrowUp"), 3);
  assert.equal(next(boxes, 5, "ArrowRight"), 5);
  assert.equal(next(boxes, 0, "ArrowLeft"), 0);
});
