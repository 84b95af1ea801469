// Pass states. Pure. AWS: developer guide, "Pass workflow state".

import { readDataflow, readTransition, readVariables, type StateBase } from "./dataflow.ts";
import type { PassState } from "./machine.ts";
import { isObject, type Fields, type StateReading } from "./reading.ts";
import { looksEvaluated, readResultPath, readTemplate } from "./templates.ts";

export function readPass(fields: Fields, reading: StateReading, base: StateBase): PassState | undefined {
  const parameters = reading.language === "JSONPath" ? readTemplate(fields, "Parameters", reading) : undefined;
  const resultPath = readResultPath(fields, reading);
  const transition = readTransition(fields, reading);
  const shared = { ...readDataflow(fields, reading), ...readVariables(fields, reading) };
  if (fields.has("Result")) warnOfPaths(fields, reading);
  return transition === undefined
    ? undefined
    : {
        ...base,
        ...shared,
        type: "Pass",
        ...(parameters === undefined ? {} : { parameters }),
        ...(fields.has("Result") ? { result: { value: fields.raw("Result") } } : {}),
        ...(resultPath === undefined ? {} : { resultPath }),
        transition,
      };
}

/** AWS: PASS_RESULT_IS_STATIC: "Attempt to use a path in the result of a pass state." The message's wording is ours. */
function warnOfPaths(fields: Fields, { findings }: StateReading): void {
  if (holdsPath(fields.raw("Result")))
    findings.warning(
      "PASS_RESULT_IS_STATIC",
      "The result of a Pass state is given as it stands: paths in it are not evaluated. Use 'Parameters' instead.",
      fields.place("Result"),
    );
}

function holdsPath(value: unknown): boolean {
  if (typeof value === "string") return looksEvaluated(value);
  if (Array.isArray(value)) return value.some(holdsPath);
  return isObject(value) && Object.values(value).some(holdsPath);
}
