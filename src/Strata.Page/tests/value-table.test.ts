import assert from "node:assert/strict";
import { test } from "node:test";
import { part } from "../src/value-table";

test("a table holds the sixty layers that the cross is among", () => {
  assert.deepEqual(part({ from: 0, to: 60 }, 59), { from: 0, to: 60 });
  assert.deepEqual(part({ from: 0, to: 576 }, null), { from: 0, to: 60 });
  assert.deepEqual(part({ from: 0, to: 576 }, 575), { from: 540, to: 576 });
  assert.deepEqual(part({ from: 10, to: 135 }, 70), { from: 70, to: 130 });
  // The cross may stand outside what is shown.
  assert.deepEqual(part({ from: 10, to: 135 }, 3), { from: 10, to: 70 });
  assert.deepEqual(part({ from: 10, to: 135 }, 500), { from: 130, to: 135 });
});
