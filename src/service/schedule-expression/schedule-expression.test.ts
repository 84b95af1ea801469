// When schedules are due: the examples of AWS's documentation, clocks that are changed, and a property against counting minutes.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseScheduleExpression, ScheduleExpressionError, type ScheduleOptions } from "./schedule-expression.ts";
import { isTimeZone, offsetMs } from "./time-zone.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const show = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().slice(0, 16);

/** The next times after a start. */
function times(text: string, start: string, count: number, options?: ScheduleOptions): (string | undefined)[] {
  const schedule = parseScheduleExpression(text, options);
  const found: (string | undefined)[] = [];
  let afterMs: number | undefined = at(start);
  while (found.length < count && afterMs !== undefined) {
    afterMs = schedule.next(afterMs, at(start));
    found.push(show(afterMs));
  }
  return found;
}

// AWS: "Cron expressions reference", its table of examples. 2026-11-21 is a Saturday.
test.each([
  ["cron(0 10 * * ? *)", ["2026-11-21T10:00", "2026-11-22T10:00"]],
  ["cron(15 12 * * ? *)", ["2026-11-21T12:15", "2026-11-22T12:15"]],
  ["cron(0 18 ? * MON-FRI *)", ["2026-11-23T18:00", "2026-11-24T18:00"]],
  ["cron(0 8 1 * ? *)", ["2026-12-01T08:00", "2027-01-01T08:00"]],
  ["cron(0/10 * ? * MON-FRI *)", ["2026-11-23T00:00", "2026-11-23T00:10"]],
  ["cron(0/5 8-17 ? * MON-FRI *)", ["2026-11-23T08:00", "2026-11-23T08:05"]],
  ["cron(0 9 ? * 2#1 *)", ["2026-12-07T09:00", "2027-01-04T09:00"]],
  ["cron(0 9 ? * 6L *)", ["2026-11-27T09:00", "2026-12-25T09:00"]],
  ["cron(0 9 ? * L *)", ["2026-11-21T09:00", "2026-11-28T09:00"]],
  ["cron(0 9 L * ? *)", ["2026-11-30T09:00", "2026-12-31T09:00"]],
  ["cron(0 9 LW * ? *)", ["2026-11-30T09:00", "2026-12-31T09:00", "2027-01-29T09:00"]],
  // The 1st of August 2026 is a Saturday and the month's first day: the nearest weekday within the month is the 3rd.
  ["cron(0 9 1W AUG ? 2026-2027)", ["2027-08-02T09:00", undefined]],
  ["cron(0 9 31W * ? *)", ["2026-12-31T09:00", "2027-01-29T09:00"]],
  ["cron(0 0 29 FEB ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
  ["cron(0 0 ? * SUN,3 *)", ["2026-11-22T00:00", "2026-11-24T00:00"]],
  ["cron(0 0 1,15-17/2 * ? *)", ["2026-12-01T00:00", "2026-12-15T00:00", "2026-12-17T00:00"]],
  ["cron(0 0 30 2 ? *)", [undefined]],
  ["cron(0 0 1 1 ? 2026)", [undefined]],
])("%s", (text, expected) => {
  expect(times(text, "2026-11-21T00:00", expected.length)).toEqual(expected);
});

test("a rate counts from its start on", () => {
  expect(times("rate(5 minutes)", "2026-11-21T00:02", 2)).toEqual(["2026-11-21T00:07", "2026-11-21T00:12"]);
  expect(times("rate(1 day)", "2026-11-21T00:02", 1)).toEqual(["2026-11-22T00:02"]);
  const hourly = parseScheduleExpression("rate(1 hour)");
  expect(show(hourly.next(at("2026-11-20T00:00"), at("2026-11-21T00:02")))).toBe("2026-11-21T00:02");
});

test("at is due once, in its time zone", () => {
  const berlin = { hasAt: true, timeZone: "Europe/Berlin" };
  expect(times("at(2026-12-24T18:00:00)", "2026-11-21T00:00", 2, berlin)).toEqual(["2026-12-24T17:00", undefined]);
  // AWS: a time that the zone's clocks leave out is skipped.
  expect(times("at(2027-03-28T02:30:00)", "2026-11-21T00:00", 1, berlin)).toEqual([undefined]);
});

// AWS: "Daylight savings time on EventBridge Scheduler". New York springs forward on 2027-03-14 at 2:00 and falls back on 2026-11-01.
test("what the clocks leave out in spring is skipped, and what they show twice in autumn is due once", () => {
  const newYork = { timeZone: "America/New_York" };
  expect(times("cron(30 2 * * ? *)", "2027-03-13T00:00", 3, newYork)).toEqual([
    "2027-03-13T07:30",
    "2027-03-15T06:30",
    "2027-03-16T06:30",
  ]);
  expect(times("cron(30 1 * * ? *)", "2026-10-31T12:00", 2, newYork)).toEqual(["2026-11-01T05:30", "2026-11-02T06:30"]);
  expect(times("cron(0 8 * * ? *)", "2026-10-31T13:00", 2, newYork)).toEqual(["2026-11-01T13:00", "2026-11-02T13:00"]);
});

test.each([
  "",
  "rate(0 minutes)",
  "rate(5)",
  "rate(5 weeks)",
  "rate(1.5 hours)",
  "rate(-5 minutes)",
  "cron(0 10 * * *)",
  "cron(0 10 * * ? * *)",
  "cron(0 10 * * * *)",
  "cron(0 10 ? * ? *)",
  "cron(60 10 * * ? *)",
  "cron(0 24 * * ? *)",
  "cron(0 0 0 * ? *)",
  "cron(0 0 * 13 ? *)",
  "cron(0 0 ? * 8 *)",
  "cron(0 0 ? * 3#6 *)",
  "cron(0 0 5-1 * ? *)",
  "cron(*/0 0 * * ? *)",
  "cron(0 0 * * ? 1969)",
  "cron(? 0 * * ? *)",
  "at(2026-12-24T18:00:00)",
  "Rate(5 minutes)",
])("%s is no expression of a rule", (text) => {
  expect(() => parseScheduleExpression(text)).toThrow(ScheduleExpressionError);
});

test("numbers and units agree where rules insist", () => {
  for (const text of ["rate(1 minutes)", "rate(5 minute)"]) {
    expect(() => parseScheduleExpression(text, { isPluralStrict: true })).toThrow(ScheduleExpressionError);
    expect(parseScheduleExpression(text).kind).toBe("rate");
  }
  for (const text of ["at(2026-02-31T00:00:00)", "at(2026-12-24)"])
    expect(() => parseScheduleExpression(text, { hasAt: true })).toThrow(ScheduleExpressionError);
});

test("a cron expression is due in just the minutes that its fields mean", () => {
  // Against counting minutes up: the wall clock of each is held against the fields one by one.
  const zones = fc.constantFrom("UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata");
  const starts = fc.integer({ min: at("2026-01-01T00:00") / 60_000, max: at("2028-01-01T00:00") / 60_000 });
  const fields = fc.record({
    minute: fc.nat(59),
    hour: fc.nat(23),
    step: fc.integer({ min: 1, max: 4 }),
    weekday: fc.integer({ min: 1, max: 7 }),
  });
  fc.assert(
    fc.property(zones, starts, fields, (timeZone, start, { minute, hour, step, weekday }) => {
      const schedule = parseScheduleExpression(`cron(${minute}/20 ${hour}-23/${step} ? * ${weekday},7 *)`, {
        timeZone,
      });
      const isDue = (utcMs: number): boolean => {
        const wall = new Date(utcMs + offsetMs(utcMs, timeZone));
        const isMinute = wall.getUTCMinutes() >= minute && (wall.getUTCMinutes() - minute) % 20 === 0;
        const isHour = wall.getUTCHours() >= hour && (wall.getUTCHours() - hour) % step === 0;
        const hasShown = (agoMs: number): boolean =>
          offsetMs(utcMs - agoMs, timeZone) - offsetMs(utcMs, timeZone) === agoMs;
        const isFirst = !hasShown(1_800_000) && !hasShown(3_600_000);
        return isMinute && isHour && isFirst && [weekday, 7].includes(wall.getUTCDay() + 1);
      };
      const startMs = start * 60_000;
      const found = schedule.next(startMs, startMs);
      let countedMs = startMs + 60_000;
      while (!isDue(countedMs)) countedMs += 60_000;
      expect(show(found)).toBe(show(countedMs));
    }),
    { numRuns: 30 },
  );
});

test("time zones are those that the engine knows", () => {
  expect(isTimeZone("Europe/Berlin")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
});
