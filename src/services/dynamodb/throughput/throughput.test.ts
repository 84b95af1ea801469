// The pure rules of throughput: buckets with burst, partitions, and decreases a day.

import { describe, expect, test } from "vitest";
import type { DecreasesRecord } from "../records.ts";
import { Bucket } from "./bucket.ts";
import { withDecrease } from "./decreases.ts";
import { Flow } from "./flow.ts";

const START_MS = Date.parse("2026-10-09T00:10:00Z");
const MINUTE_MS = 60_000;

describe("a bucket", () => {
  // AWS: Developer Guide, "DynamoDB burst and adaptive capacity": 300 seconds of unused capacity.
  test("keeps five minutes of what is not used, and no more", () => {
    const bucket = new Bucket(2, START_MS);
    bucket.take(600, START_MS);
    expect(bucket.hasUnits(START_MS)).toBe(false);
    expect(bucket.hasUnits(START_MS + 500)).toBe(true);
    bucket.take(599, START_MS + 60 * MINUTE_MS);
    expect(bucket.hasUnits(START_MS + 60 * MINUTE_MS)).toBe(true);
    bucket.take(1, START_MS + 60 * MINUTE_MS);
    expect(bucket.hasUnits(START_MS + 60 * MINUTE_MS)).toBe(false);
  });

  test("pays off what a large request took beyond what there was", () => {
    const bucket = new Bucket(1, START_MS);
    bucket.take(310, START_MS);
    expect(bucket.hasUnits(START_MS + 10_000)).toBe(false);
    expect(bucket.hasUnits(START_MS + 10_100)).toBe(true);
  });

  test("has the first second of a higher rate at once, and loses burst with a lower one", () => {
    const bucket = new Bucket(1, START_MS);
    bucket.take(310, START_MS);
    bucket.changeRate(10, START_MS);
    bucket.take(9, START_MS);
    expect(bucket.hasUnits(START_MS)).toBe(true);
    bucket.changeRate(1, START_MS + 60 * MINUTE_MS);
    bucket.take(300, START_MS + 60 * MINUTE_MS);
    expect(bucket.hasUnits(START_MS + 60 * MINUTE_MS)).toBe(false);
  });
});

describe("a flow without configured units", () => {
  test("stops the partition that takes more than one can give, and no other", () => {
    const flow = new Flow(10, START_MS);
    for (let round = 0; round < 700; round++) {
      if (flow.exceeded("hot", START_MS) === undefined) flow.spend(10, "hot", START_MS);
      if (round % 100 === 0) flow.spend(1, "cold", START_MS);
    }
    expect(flow.exceeded("hot", START_MS)).toBe("partition");
    expect(flow.exceeded("cold", START_MS)).toBeUndefined();
    expect(flow.exceeded(undefined, START_MS)).toBeUndefined();
    expect(flow.exceeded("hot", START_MS + 5 * MINUTE_MS)).toBeUndefined();
  });
});

describe("decreases of one UTC day", () => {
  function repeat(count: number, atMs: number): DecreasesRecord | undefined {
    let decreases: DecreasesRecord | undefined;
    for (let round = 0; round < count; round++) decreases = withDecrease(decreases, atMs);
    return decreases;
  }

  // AWS: the whole message and the times as observed of UpdateTable.
  test("are four, and then one in each hour after the last", () => {
    const four = repeat(4, START_MS);
    expect(() => withDecrease(four, START_MS + 59 * MINUTE_MS)).toThrow(
      "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the first 4 " +
        "decreases, each subsequent decrease in the same UTC day can be performed at most once every 3600 seconds. " +
        "Number of decreases today: 4. Last decrease at Friday, October 9, 2026 at 12:10:00 AM Coordinated Universal " +
        "Time. Next decrease can be made at Friday, October 9, 2026 at 1:10:00 AM Coordinated Universal Time",
    );
    const five = withDecrease(four, START_MS + 60 * MINUTE_MS);
    expect(five).toEqual({ v: 1, today: 5, lastAtMs: START_MS + 60 * MINUTE_MS });
    expect(() => withDecrease(five, START_MS + 61 * MINUTE_MS)).toThrow("Number of decreases today: 5");
  });

  test("are forgotten at midnight", () => {
    const lateMs = Date.parse("2026-10-09T23:30:00Z");
    const four = repeat(4, lateMs);
    expect(() => withDecrease(four, lateMs + MINUTE_MS)).toThrow("Saturday, October 10, 2026 at 12:00:00 AM");
    expect(withDecrease(four, lateMs + 30 * MINUTE_MS)).toMatchObject({ today: 1 });
  });

  test("can be no more than 27", () => {
    let decreases: DecreasesRecord | undefined;
    const dayMs = Date.parse("2026-10-09T00:00:00Z");
    for (let minute = 0; minute < 24 * 60; minute++) {
      try {
        decreases = withDecrease(decreases, dayMs + minute * MINUTE_MS);
      } catch (error) {
        expect(error).toMatchObject({ code: "LimitExceededException" });
      }
    }
    // Four in the first minutes, and then one an hour.
    expect(decreases?.today).toBe(27);
  });
});
