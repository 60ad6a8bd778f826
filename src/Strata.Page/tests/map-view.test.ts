import assert from "node:assert/strict";
import { test } from "node:test";
import { keyMarks, number } from "../src/map-view";

const told = (low: number, high: number) => keyMarks(low, high).map((mark) => number(mark, high - low));

test("a key has round numbers, and 0 among them", () => {
  assert.deepEqual(told(0, 1), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
  assert.deepEqual(told(-0.65, 0.65), ["-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6"]);
  assert.deepEqual(told(-0.05, 0.05), ["-0.04", "-0.02", "0.00", "0.02", "0.04"]);
  assert.deepEqual(told(-1, 1), ["-1.0", "-0.5", "0.0", "0.5", "1.0"]);
  assert.equal(told(-0.04, 1)[0], "-0.04");
  assert.ok(keyMarks(-2, 2).includes(0));
});
