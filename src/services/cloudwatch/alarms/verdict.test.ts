import { expect, it } from "vitest";
import { decide, type VerdictRule } from "./verdict.ts";

/** A range as AWS's tables show it: 0 is within the threshold, X breaches, - is missing; the newest is on the right. */
function stateOf(points: string, datapointsToAlarm: number, missingData: string): string {
  const rule: VerdictRule = {
    evaluationPeriods: 3,
    datapointsToAlarm,
    threshold: 0,
    comparison: "GreaterThanThreshold",
    missingData,
  };
  const range = points
    .split(" ")
    .map((each, at) => ({ startS: at * 60, value: each === "-" ? undefined : each === "X" ? 1 : 0 }));
  return decide(rule, range).state ?? "retain";
}

const TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const;

// Goal: alarms decide as AWS's tables say. Method: both tables of "Configuring how CloudWatch alarms treat missing data", row by row,
// and what its section on premature alarms adds.
it.each([
  [3, "0 - X - X", ["OK", "OK", "OK", "OK"]],
  [3, "0 - - - -", ["OK", "OK", "OK", "OK"]],
  [3, "- - - - -", ["INSUFFICIENT_DATA", "retain", "ALARM", "OK"]],
  [3, "0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  [3, "- - X - -", ["ALARM", "retain", "ALARM", "OK"]],
  [2, "0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  [2, "0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
  [2, "0 - X - -", ["OK", "OK", "ALARM", "OK"]],
  [2, "- - - - 0", ["OK", "OK", "ALARM", "OK"]],
  [2, "- - - X -", ["ALARM", "retain", "ALARM", "OK"]],
  // Not before it is known that what follows does not go back: AWS says "does not go immediately into ALARM state".
  [3, "- - - - X", ["OK", "retain", "ALARM", "OK"]],
  [3, "- - - X -", ["OK", "retain", "ALARM", "OK"]],
  [3, "- - X - 0", ["OK", "OK", "OK", "OK"]],
])("%i of 3: %s", (datapointsToAlarm, points, expected) => {
  expect(TREATMENTS.map((missingData) => stateOf(points, datapointsToAlarm, missingData))).toEqual(expected);
});
