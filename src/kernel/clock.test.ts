// The clock: virtual time moves only when it is told to, and timers run in the order of their due times.

import { expect, it } from "vitest";
import { createClock } from "./clock.ts";

it("runs timers in due order while it advances, each at its own time, and those they set", async () => {
  const clock = createClock({ mode: "virtual", startMs: 0 });
  const ran: string[] = [];
  clock.at(20, () => void ran.push(`b@${clock.nowMs()}`));
  clock.at(10, async () => {
    ran.push(`a@${clock.nowMs()}`);
    clock.at(15, () => void ran.push(`a2@${clock.nowMs()}`));
    await Promise.resolve();
  });
  clock.at(31, () => void ran.push("never"));
  await clock.advance(30);
  expect(ran).toEqual(["a@10", "a2@15", "b@20"]);
  expect(clock.nowMs()).toBe(30);
});

it("forgets a timer that was cancelled and ends a wait that was aborted", async () => {
  const clock = createClock({ mode: "virtual", startMs: 0 });
  let hasRun = false;
  clock.at(5, () => void (hasRun = true))();
  const controller = new AbortController();
  const waiting = clock.wait(1_000_000, controller.signal);
  controller.abort();
  await waiting;
  await clock.advance(10);
  expect(hasRun).toBe(false);
});

it("follows the machine's clock in wall mode, ahead by what it was advanced", async () => {
  const clock = createClock({ mode: "wall" });
  const before = Date.now();
  await clock.advance(3_600_000);
  expect(clock.nowMs() - before).toBeGreaterThanOrEqual(3_600_000);
  expect(clock.nowMs() - before).toBeLessThan(3_660_000);
});

it("fires a wall timer by itself", async () => {
  const clock = createClock({ mode: "wall" });
  const firedAtMs = await new Promise<number>((resolve) => {
    const keepAlive = setInterval(() => undefined, 1_000);
    clock.at(clock.nowMs() + 5, () => {
      clearInterval(keepAlive);
      resolve(clock.nowMs());
    });
  });
  expect(firedAtMs).toBeGreaterThan(0);
});
