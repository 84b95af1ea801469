// Which updates of operations may follow which, and AWS's words for those that may not.

import type { OperationUpdate } from "@aws-sdk/client-lambda";
import { describe, expect, it, test } from "vitest";
import type { OperationRecord } from "./records.ts";
import { applyUpdate, endWaiting, isWaiting, requireTogether } from "./transitions.ts";

const NOW = 1_000_000;
const update = (
  Type: OperationUpdate["Type"],
  Action: OperationUpdate["Action"],
  rest: object = {},
): OperationUpdate => ({
  Id: "id",
  Type,
  Action,
  ...rest,
});
/** The operation after these updates, one after the other. */
const after = (...updates: readonly OperationUpdate[]): OperationRecord | undefined => {
  let current: OperationRecord | undefined;
  for (const one of updates) current = applyUpdate(one, current, 1, NOW).operation;
  return current;
};

test("a step that is tried again waits, is ready, and counts its attempts", () => {
  const retry = update("STEP", "RETRY", { StepOptions: { NextAttemptDelaySeconds: 5 }, Error: { ErrorType: "E" } });
  const pending = after(update("STEP", "START"), retry);
  expect(pending).toMatchObject({ status: "PENDING", attempts: 1, dueAtMs: NOW + 5_000, error: { type: "E" } });
  expect(pending !== undefined && isWaiting(pending)).toBe(true);
  if (pending === undefined) return;
  const ready = endWaiting(pending, { status: "SUCCEEDED" }, NOW).operation;
  expect(ready.status).toBe("READY");
  const started = applyUpdate(update("STEP", "START"), ready, 1, NOW).operation;
  expect(started).toMatchObject({ status: "STARTED", attempts: 1 });
  const ended = applyUpdate(update("STEP", "SUCCEED", { Payload: "1" }), started, 1, NOW);
  expect(ended.operation).toMatchObject({ status: "SUCCEEDED", attempts: 2, result: "1", endedAtMs: NOW });
  // What the last attempt failed with is not how the step ended.
  expect(ended.operation.error).toBeUndefined();
  expect(ended.events).toEqual([{ type: "StepSucceeded", details: { payload: "1", attempt: 2 } }]);
});

describe("what cannot follow is refused", () => {
  const step = update("STEP", "START");
  const wait = update("WAIT", "START", { WaitOptions: { WaitSeconds: 1 } });
  it.each([
    ["Invalid current STEP state to start.", [step, step]],
    ["Invalid current STEP state to close.", [update("STEP", "SUCCEED"), update("STEP", "FAIL")]],
    ["Invalid StepOptions for the given action.", [step, update("STEP", "RETRY")]],
    ["Cannot provide a Payload for FAIL action.", [update("STEP", "FAIL", { Payload: "1" })]],
    ["Cannot provide an Error for SUCCEED action.", [update("CONTEXT", "SUCCEED", { Error: {} })]],
    ["Cannot start a CONTEXT that already exist.", [update("CONTEXT", "START"), update("CONTEXT", "START")]],
    ["Invalid current CONTEXT state to close.", [update("CONTEXT", "FAIL"), update("CONTEXT", "FAIL")]],
    ["Cannot start a WAIT that already exist.", [wait, wait]],
    ["Cannot cancel a WAIT that does not exist or has already completed.", [update("WAIT", "CANCEL")]],
    ["Cannot cancel a CALLBACK that does not exist or has already completed.", [update("CALLBACK", "CANCEL")]],
    ["Invalid action for the given operation type.", [update("WAIT", "SUCCEED")]],
    ["Invalid operation type.", [wait, step]],
    [
      "Error object size must be less than 32768 bytes.",
      [update("STEP", "FAIL", { Error: { ErrorData: "x".repeat(40_000) } })],
    ],
  ])("%s", (message, updates) => {
    expect(() => after(...updates)).toThrow(message);
  });

  it.each([
    ["Cannot checkpoint multiple EXECUTION updates.", [update("EXECUTION", "SUCCEED"), update("EXECUTION", "FAIL")]],
    ["EXECUTION checkpoint must be the last update.", [update("EXECUTION", "SUCCEED"), { ...step, Id: "other" }]],
    ["Cannot update the same operation twice in a single request.", [wait, wait]],
    ["Cannot update the same operation twice in a single request.", [update("STEP", "SUCCEED"), step]],
    ["Invalid parent operation id.", [{ ...step, ParentId: "nobody" }]],
    ["Invalid parent operation id.", [step, { ...wait, Id: "child", ParentId: "id" }]],
  ])("together: %s", (message, updates) => {
    expect(() => requireTogether(updates, () => false)).toThrow(message);
  });

  it("a context's parts may come with it, and a step may begin and end at once", () => {
    const context = update("CONTEXT", "START");
    const child = { ...step, Id: "child", ParentId: "id" };
    requireTogether([context, child, { ...child, Action: "SUCCEED" }, update("CONTEXT", "SUCCEED")], () => false);
    requireTogether([{ ...step, ParentId: "known" }], (id) => id === "known");
  });
});
