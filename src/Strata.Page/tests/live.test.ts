import assert from "node:assert/strict";
import { test } from "node:test";
import { told } from "../src/live";

test("how far a study is, in a sentence", () => {
  assert.equal(told({ version: "1", done: 3, all: 9, running: true, working: ["train a: epoch 2 of 5", "b"] }), "3 of 9 results are there; at work: train a: epoch 2 of 5; b");
  assert.equal(told({ version: "1", done: 3, all: 9, running: false, working: [] }), "3 of 9 results are there; no run is at work");
  assert.equal(told({ version: "1", done: 9, all: 9, running: false, working: [] }), "9 of 9 results are there");
});
