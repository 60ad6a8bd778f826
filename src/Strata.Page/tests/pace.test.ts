import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Pace } from "../src/pace";

test("a few requests are answered at once, of a stream one now and again, and the last always", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  let time = 0, asked = 0;
  const done: number[] = [], pace = new Pace(() => done.push(asked), () => time);
  const pass = (milliseconds: number) => { time += milliseconds; mock.timers.tick(milliseconds); };
  for (let i = 0; i < 5; i++) {
    asked = i;
    pace.ask();
    assert.equal(done.at(-1), i);
  }
  // Half a minute of moving the pointer.
  for (let i = 0; i < 1800; i++) {
    asked = i;
    pace.ask();
    pass(16);
  }
  pass(1000);
  assert.equal(done.at(-1), 1799);
  assert.ok(done.length < 100, `${done.length}`);
  for (let i = 0; i < 50; i++) {
    asked = i;
    pace.ask();
  }
  assert.notEqual(done.at(-1), 49);
  pace.flush();
  assert.equal(done.at(-1), 49);
  asked = 50;
  pace.ask();
  pace.drop();
  pass(1000);
  assert.equal(done.at(-1), 49);
  mock.timers.reset();
});
