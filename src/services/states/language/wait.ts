// Wait states. Pure. AWS: developer guide, "Wait workflow state".

import { readDataflow, readTransition, readVariables, type StateBase } from "./dataflow.ts";
import type { WaitState } from "./machine.ts";
import { exactlyOne, type Fields, type StateReading } from "./reading.ts";
import { readQuantity, readReferencePath, readStringTemplate } from "./templates.ts";

// LIMIT: AWS: "Seconds": from 0 to 99999999.
const LONGEST = 99_999_999;

// AWS: "Timestamp": RFC 3339, with "T" before the time and "Z" where there is no offset, both upper-case.
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

export function readWait(fields: Fields, reading: StateReading, base: StateBase): WaitState | undefined {
  const transition = readTransition(fields, reading);
  const shared = { ...readDataflow(fields, reading), ...readVariables(fields, reading) };
  const until = readUntil(fields, reading);
  return transition === undefined || until === undefined
    ? undefined
    : { ...base, ...shared, type: "Wait", until, transition };
}

function readUntil(fields: Fields, reading: StateReading): WaitState["until"] | undefined {
  // AWS: in this order in the message.
  const name = exactlyOne(fields, ["SecondsPath", "Seconds", "TimestampPath", "Timestamp"], reading);
  if (name === undefined) return undefined;
  if (name === "Seconds" || name === "SecondsPath") {
    const seconds = readQuantity(fields, "Seconds", reading, { bounds: { least: 0, most: LONGEST } });
    return seconds === undefined ? undefined : { kind: "seconds", seconds };
  }
  if (name === "TimestampPath") {
    const path = readReferencePath(fields, "TimestampPath", reading);
    return path === undefined ? undefined : { kind: "timestamp", timestamp: { kind: "path", path } };
  }
  const timestamp = readStringTemplate(fields, "Timestamp", reading);
  if (timestamp?.kind === "literal" && !isTimestamp(String(timestamp.value)))
    reading.findings.schema("String does not match RFC3339 timestamp", fields.place("Timestamp"));
  return timestamp === undefined ? undefined : { kind: "timestamp", timestamp };
}

/** True for a time as the language writes it. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && !Number.isNaN(Date.parse(text));
}
