// The concurrency scaling rate: 1,000 new environments every 10 seconds, refilled continuously, never saved up.

import { expect, test } from "vitest";
import { createScalingRates, type ScalingTicket } from "./scaling-rate.ts";

test("a function gets a thousand environments at once, and then a hundred a second", () => {
  const rates = createScalingRates();
  const begin = (nowMs: number): number => {
    let begun = 0;
    while (rates.begin("function", "revision", nowMs) !== undefined) begun += 1;
    return begun;
  };
  expect(begin(0)).toBe(1_000);
  // AWS: "a best attempt to refill your concurrency scaling rate continuously over time".
  expect(begin(1_000)).toBe(100);
  // Other functions scale on their own.
  expect(rates.begin("other", "other revision", 1_000)).toEqual({ isNew: true });
  // AWS: "Lambda doesn't accrue any unused portions": an hour later it is a thousand, no more.
  expect(begin(3_600_000)).toBe(1_000);
});

test("environments that are there cost nothing, those of another revision are of no use", () => {
  const rates = createScalingRates();
  const run = (revision: string, count: number): number => {
    const tickets: ScalingTicket[] = [];
    for (let at = 0; at < count; at++) {
      const ticket = rates.begin("function", revision, 0);
      if (ticket !== undefined) tickets.push(ticket);
    }
    for (const ticket of tickets) rates.end("function", revision, ticket, ticket.isNew, 0);
    return tickets.length;
  };
  expect(run("first", 600)).toBe(600);
  expect(run("first", 600)).toBe(600);
  expect(run("second", 600)).toBe(400);
});

test("an environment that ended and is made anew counts, one that was there does not", () => {
  const rates = createScalingRates();
  for (let at = 0; at < 1_000; at++) {
    const ticket = rates.begin("function", "revision", 0) ?? { isNew: false };
    rates.end("function", "revision", ticket, true, 0);
  }
  // One was warm at a time, and each of them crashed: the next function version gets nothing at once.
  expect(rates.begin("function", "next", 0)).toBeUndefined();
  const ticket = rates.begin("function", "next", 10) ?? { isNew: false };
  rates.end("function", "next", ticket, false, 10);
  expect(rates.begin("function", "third", 10)).toEqual({ isNew: true });
});
