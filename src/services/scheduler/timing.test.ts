// When schedules are due, with start and end: against counting the minutes. AWS: "Schedule types on EventBridge Scheduler".

import fc from "fast-check";
import { expect, test } from "vitest";
import { firstDueMs, isOneTime, nextDueMs, type Timing } from "./timing.ts";

const MINUTE_MS = 60_000;
const BASE_MS = Date.UTC(2026, 10, 21, 0, 0);

/** All times at which a schedule is due within so many minutes, by asking for one after the other. */
function dues(timing: Timing, minutes: number): number[] {
  const found: number[] = [];
  for (let due = firstDueMs(timing); due !== undefined; due = nextDueMs(timing, due)) {
    if (due > BASE_MS + minutes * MINUTE_MS) break;
    found.push((due - BASE_MS) / MINUTE_MS);
  }
  return found;
}

const MINUTES = 300;
const optionalMinute = fc.option(fc.integer({ min: 0, max: MINUTES }), { nil: undefined });

// Goal: a rate is due at its start and every so many minutes from then on, up to the end; a cron in each minute that it means, between both.
test("is due between start and end", () => {
  const expressions = fc.oneof(
    fc
      .integer({ min: 1, max: 90 })
      .map((every) => ({ expression: `rate(${every} minutes)`, every, offset: undefined })),
    fc.integer({ min: 0, max: 59 }).map((minute) => ({
      expression: `cron(${minute} * * * ? *)`,
      every: 60,
      offset: minute,
    })),
  );
  const made = fc.integer({ min: 0, max: MINUTES });
  fc.assert(
    fc.property(expressions, made, optionalMinute, optionalMinute, ({ expression, every, offset }, at, start, end) => {
      const timing: Timing = {
        expression,
        timeZone: "UTC",
        modifiedAtMs: BASE_MS + at * MINUTE_MS,
        ...(start === undefined ? {} : { startMs: BASE_MS + start * MINUTE_MS }),
        ...(end === undefined ? {} : { endMs: BASE_MS + end * MINUTE_MS }),
      };
      const begin = start ?? at;
      const counted: number[] = [];
      for (let minute = Math.max(begin, at); minute <= Math.min(end ?? MINUTES, MINUTES); minute += 1) {
        const isDue = offset === undefined ? (minute - begin) % every === 0 : minute % 60 === offset;
        if (isDue) counted.push(minute);
      }
      expect(dues(timing, MINUTES)).toEqual(counted);
    }),
  );
});

// Goal: a one-time schedule is due once, whatever its dates say. AWS: CreateSchedule: StartDate and EndDate are ignored for one-time schedules.
test("is due once", () => {
  const timing: Timing = {
    expression: "at(2026-11-21T02:00:00)",
    timeZone: "UTC",
    modifiedAtMs: BASE_MS,
    startMs: BASE_MS + 200 * MINUTE_MS,
    endMs: BASE_MS,
  };
  expect(isOneTime(timing)).toBe(true);
  expect(dues(timing, MINUTES)).toEqual([120]);
  expect(firstDueMs({ ...timing, modifiedAtMs: BASE_MS + 121 * MINUTE_MS })).toBeUndefined();
});
