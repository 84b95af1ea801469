// Retry and Catch of a state. Pure.
// AWS: developer guide, "Handling errors in Step Functions workflows".

import type { Catcher, Retrier } from "./machine.ts";
import { allowFields, readObject, requireFields, WITH_ERROR, type Fields, type StateReading } from "./reading.ts";
import { checkLanguage } from "./state-language.ts";
import { readAssign, readResultPath, readTemplate } from "./templates.ts";

const RETRIER_FIELDS: ReadonlySet<string> = new Set(
  "BackoffRate Comment ErrorEquals IntervalSeconds JitterStrategy MaxAttempts MaxDelaySeconds".split(" "),
);
const CATCHER_FIELDS: ReadonlySet<string> = new Set("Assign Comment ErrorEquals Next Output ResultPath".split(" "));

// LIMIT: AWS: "MaxAttempts", "IntervalSeconds": 99999999 at most; "MaxDelaySeconds": more than 0 and less than 31622400.
const MOST = 99_999_999;
const LONGEST_DELAY = 31_622_400;

/** The retriers; none where there are none. */
export function readRetry(fields: Fields, reading: StateReading): Retrier[] {
  return readEach(fields, "Retry", reading, (entry, isLast) => {
    allowFields(entry, RETRIER_FIELDS, reading);
    requireFields(entry, ["ErrorEquals"], reading);
    const maxDelaySeconds = entry.integer("MaxDelaySeconds", { least: 1, most: LONGEST_DELAY });
    return {
      errorEquals: readErrorEquals(entry, isLast, reading),
      intervalSeconds: entry.integer("IntervalSeconds", { least: 1, most: MOST }) ?? 1,
      maxAttempts: entry.integer("MaxAttempts", { least: 0, most: MOST }) ?? 3,
      backoffRate: entry.decimal("BackoffRate", { least: 1 }) ?? 2,
      ...(maxDelaySeconds === undefined ? {} : { maxDelaySeconds }),
      jitterStrategy: entry.word("JitterStrategy", ["NONE", "FULL"]) ?? "NONE",
    };
  });
}

/** The catchers; none where there are none. */
export function readCatch(fields: Fields, reading: StateReading): Catcher[] {
  return readEach(fields, "Catch", reading, (entry, isLast) => {
    checkLanguage(entry, reading);
    allowFields(entry, CATCHER_FIELDS, reading);
    requireFields(entry, ["ErrorEquals", "Next"], reading);
    const resultPath = readResultPath(entry, reading);
    const output = reading.language === "JSONata" ? readTemplate(entry, "Output", reading, WITH_ERROR) : undefined;
    const assign = readAssign(entry, reading, WITH_ERROR);
    return {
      errorEquals: readErrorEquals(entry, isLast, reading),
      next: entry.text("Next") ?? "",
      ...(resultPath === undefined ? {} : { resultPath }),
      ...(output === undefined ? {} : { output }),
      ...(assign === undefined ? {} : { assign }),
    };
  });
}

function readEach<T>(
  fields: Fields,
  name: "Catch" | "Retry",
  reading: StateReading,
  read: (entry: Fields, isLast: boolean) => T,
): T[] {
  const entries = fields.list(name) ?? [];
  return entries.flatMap((value, index) => {
    const entry = readObject(value, `${fields.place(name)}[${index}]`, reading.findings);
    return entry === undefined ? [] : [read(entry, index === entries.length - 1)];
  });
}

function readErrorEquals(entry: Fields, isLast: boolean, { findings }: StateReading): readonly string[] {
  const names = entry.texts("ErrorEquals");
  if (names === undefined) return [];
  const at = entry.place("ErrorEquals");
  if (names.length === 0) findings.schema("Value cannot be empty", at);
  if (names.includes("States.ALL") && (names.length > 1 || !isLast))
    findings.schema("States.ALL must appear alone and at end of list", at);
  return names;
}
