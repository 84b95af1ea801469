// What states of several types have in common: paths, output, variables, and where they go next. Pure.

import { readCatch, readRetry } from "./errors-handled.ts";
import type { Assignments, Catcher, PathOrNone, QueryLanguage, Retrier, Template, Transition } from "./machine.ts";
import { exactlyOne, INPUT_ONLY, WITH_RESULT, type Fields, type StateReading } from "./reading.ts";
import type { StatesFields } from "./jsonata.ts";
import { readAssign, readObjectTemplate, readPath, readResultPath, readTemplate } from "./templates.ts";

/** What every state has. */
export interface StateBase {
  readonly name: string;
  readonly queryLanguage: QueryLanguage;
  readonly comment?: string;
}

interface Dataflow {
  readonly inputPath?: PathOrNone;
  readonly outputPath?: PathOrNone;
  readonly output?: Template;
}

/** InputPath and OutputPath, or JSONata's Output. */
export function readDataflow(fields: Fields, reading: StateReading, seen: StatesFields = INPUT_ONLY): Dataflow {
  const inputPath = readPath(fields, "InputPath", reading);
  const outputPath = readPath(fields, "OutputPath", reading);
  const output = reading.language === "JSONata" ? readTemplate(fields, "Output", reading, seen) : undefined;
  return {
    ...(inputPath === undefined ? {} : { inputPath }),
    ...(outputPath === undefined ? {} : { outputPath }),
    ...(output === undefined ? {} : { output }),
  };
}

/** Assign, if there is one. */
export function readVariables(
  fields: Fields,
  reading: StateReading,
  seen: StatesFields = INPUT_ONLY,
): { readonly assign?: Assignments } {
  const assign = readAssign(fields, reading, seen);
  return assign === undefined ? {} : { assign };
}

/** Next or End; undefined if there is neither. */
export function readTransition(fields: Fields, reading: StateReading): Transition | undefined {
  const name = exactlyOne(fields, ["Next", "End"], reading);
  if (name === "Next") {
    const next = fields.text("Next");
    return next === undefined ? undefined : { next };
  }
  if (name === undefined) return undefined;
  const isEnd = fields.flag("End");
  // AWS: "End": true. The wording is ours.
  if (isEnd === false) reading.findings.schema("Value should be one of the following: [true]", fields.place("End"));
  return isEnd === true ? { end: true } : undefined;
}

interface Work extends Dataflow {
  readonly assign?: Assignments;
  readonly arguments?: Template;
  readonly resultSelector?: Template;
  readonly resultPath?: PathOrNone;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

/** What Task, Parallel and Map have beside what is their own. */
export function readWork(fields: Fields, reading: StateReading): Work {
  const given = readTemplate(fields, reading.language === "JSONata" ? "Arguments" : "Parameters", reading);
  const resultSelector = readObjectTemplate(fields, "ResultSelector", reading);
  const resultPath = readResultPath(fields, reading);
  return {
    ...readDataflow(fields, reading, WITH_RESULT),
    ...readVariables(fields, reading, WITH_RESULT),
    ...(given === undefined ? {} : { arguments: given }),
    ...(resultSelector === undefined ? {} : { resultSelector }),
    ...(resultPath === undefined ? {} : { resultPath }),
    retry: readRetry(fields, reading),
    catch: readCatch(fields, reading),
  };
}
