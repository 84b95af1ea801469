// The rules of a batch. AWS: PutLogEvents (API reference).

import { expect, test } from "vitest";
import { checkBatch } from "./batch.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;
const at = (timestamp: number, message = "m") => ({ timestamp, message });

test("valid events are all taken", () => {
  // Goal: the plain case, equal timestamps included.
  const events = [at(NOW - 10), at(NOW - 10), at(NOW)];
  expect(checkBatch(events, NOW, undefined)).toEqual({ accepted: events, acceptedBytes: 3 * 27 });
});

test("events too old, expired and too new are left out, and their indexes told", () => {
  // Goal: the three kinds of rejection at their borders. One batch with each.
  const events = [
    at(NOW - 14 * DAY - 1),
    at(NOW - 14 * DAY),
    at(NOW - 3 * DAY - 1),
    at(NOW),
    at(NOW + 2 * HOUR),
    at(NOW + 2 * HOUR + 1),
  ];
  const { accepted, rejected } = checkBatch(events, NOW, 3);
  expect(accepted).toEqual([events[3], events[4]]);
  expect(rejected).toEqual({ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 3, tooNewLogEventStartIndex: 5 });
});

test.each([
  ["out of order", [at(2), at(1)], "must be in chronological order"],
  ["more than a day apart", [at(NOW - DAY - 1), at(NOW)], "cannot span more than 24 hours"],
  ["too large", [at(NOW, "x".repeat(1_048_576 - 25))], "Upload too large: 1048577 bytes exceeds limit of 1048576"],
])("a batch fails as a whole if it is %s", (_what, events, message) => {
  // Goal: the rules that nothing of the batch survives.
  expect(() => checkBatch(events, NOW, undefined)).toThrow(message);
});
