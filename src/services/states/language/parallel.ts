// Parallel states. Pure. AWS: developer guide, "Parallel workflow state".

import { readTransition, readWork, type StateBase } from "./dataflow.ts";
import type { Flow, ParallelState } from "./machine.ts";
import { allowFields, readObject, requireFields, type Fields, type Reading, type StateReading } from "./reading.ts";

/** Reads the states of a flow: given by who knows all types of states. */
export type ReadFlow = (fields: Fields, reading: Reading) => Flow | undefined;

const BRANCH_FIELDS: ReadonlySet<string> = new Set(["Comment", "StartAt", "States"]);

export function readParallel(
  fields: Fields,
  reading: StateReading,
  base: StateBase,
  readFlow: ReadFlow,
): ParallelState | undefined {
  requireFields(fields, ["Branches"], reading);
  const transition = readTransition(fields, reading);
  const work = readWork(fields, reading);
  const given = fields.list("Branches") ?? [];
  if (fields.has("Branches") && given.length === 0)
    reading.findings.schema("Value cannot be empty", fields.place("Branches"));
  const branches = given.flatMap((value, index) => {
    const branch = readObject(value, `${fields.place("Branches")}[${index}]`, reading.findings);
    if (branch === undefined) return [];
    allowFields(branch, BRANCH_FIELDS, reading);
    return readFlow(branch, reading) ?? [];
  });
  return transition === undefined ? undefined : { ...base, ...work, type: "Parallel", branches, transition };
}
