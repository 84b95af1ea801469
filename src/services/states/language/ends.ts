// Succeed and Fail states. Pure. AWS: developer guide, "Succeed workflow state", "Fail workflow state".

import { readDataflow, type StateBase } from "./dataflow.ts";
import type { FailState, SucceedState, Template } from "./machine.ts";
import { oneAtMost, type Fields, type StateReading } from "./reading.ts";
import { readPathOrIntrinsic, readStringTemplate } from "./templates.ts";

export function readSucceed(fields: Fields, reading: StateReading, base: StateBase): SucceedState {
  return { ...base, ...readDataflow(fields, reading), type: "Succeed" };
}

export function readFail(fields: Fields, reading: StateReading, base: StateBase): FailState {
  const error = readTold(fields, "Error", reading);
  const cause = readTold(fields, "Cause", reading);
  return {
    ...base,
    type: "Fail",
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function readTold(fields: Fields, name: "Cause" | "Error", reading: StateReading): Template | undefined {
  oneAtMost(fields, [name, `${name}Path`], reading);
  return readPathOrIntrinsic(fields, `${name}Path`, reading) ?? readStringTemplate(fields, name, reading);
}
