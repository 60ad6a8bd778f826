import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../src/tables";

test("numbers go by size, words by letter, and nothing comes last", () => {
  assert.deepEqual(["10", "9", "", "-1", "1e-3"].sort(compare), ["-1", "1e-3", "9", "10", ""]);
  assert.deepEqual(["ship", "cat", ""].sort(compare), ["cat", "ship", ""]);
  assert.deepEqual(["10", "", "9", "-1"].sort((a, b) => compare(a, b, true)), ["10", "9", "-1", ""]);
});
