// The states of a machine, a branch or a map: each by its type. Pure.

import { readChoice } from "./choice.ts";
import type { StateBase } from "./dataflow.ts";
import { readFail, readSucceed } from "./ends.ts";
import type { Flow, State, StateType } from "./machine.ts";
import { readMap } from "./map.ts";
import { readParallel } from "./parallel.ts";
import { readPass } from "./pass.ts";
import { allowFields, readObject, requireFields, type Fields, type Reading, type StateReading } from "./reading.ts";
import { STATE_FIELDS, STATE_TYPES } from "./state-fields.ts";
import { checkDowngrade, checkLanguage, checkLanguageName, languageOf } from "./state-language.ts";
import { readTask } from "./task.ts";
import { readWait } from "./wait.ts";

// LIMIT: AWS: "State names must be unique within the scope of the whole state machine" and have 80 characters of Unicode at most.
const LONGEST_NAME = 80;

/** Reads "StartAt" and "States"; undefined where there is nothing to walk. */
export function readFlow(fields: Fields, reading: Reading): Flow | undefined {
  requireFields(fields, ["States", "StartAt"], reading);
  const startAt = fields.text("StartAt");
  const members = fields.object("States");
  const states = new Map<string, State>();
  if (members?.names.length === 0) reading.findings.schema("Value cannot be empty", members.at);
  for (const name of members?.names ?? []) {
    const state = readState(name, members?.raw(name), `${fields.place("States")}/${name}`, reading);
    if (state !== undefined) states.set(name, state);
  }
  return startAt === undefined || members === undefined ? undefined : { startAt, states };
}

function readState(name: string, value: unknown, at: string, reading: Reading): State | undefined {
  const { findings } = reading;
  if (Array.from(name).length > LONGEST_NAME || name === "")
    // The wording is ours.
    findings.error("INVALID_STATE_NAME", `The name of a state must have 1 to ${LONGEST_NAME} characters.`, at);
  const fields = readObject(value, at, findings);
  const type = fields === undefined ? undefined : readType(fields, reading);
  if (fields === undefined || type === undefined) return undefined;
  const ofState: StateReading = { ...reading, stateName: name, language: languageOf(fields, reading.queryLanguage) };
  if (!checkDowngrade(fields, reading)) checkLanguage(fields, ofState);
  allowFields(fields, STATE_FIELDS[type], reading);
  checkLanguageName(fields);
  const comment = fields.text("Comment");
  const base: StateBase = {
    name,
    queryLanguage: ofState.language,
    ...(comment === undefined ? {} : { comment }),
  };
  return READERS[type](fields, ofState, base);
}

function readType(fields: Fields, { findings }: Reading): StateType | undefined {
  if (!fields.has("Type")) {
    findings.schema("These fields are required: [Type]", fields.at);
    return undefined;
  }
  const text = fields.text("Type");
  const type = STATE_TYPES.find((known) => known === text);
  if (text !== undefined && type === undefined)
    findings.schema(
      `The field 'Type' should have one of these values: [${STATE_TYPES.join(", ")}]`,
      fields.place("Type"),
    );
  return type;
}

type StateReader = (fields: Fields, reading: StateReading, base: StateBase) => State | undefined;

const READERS: Readonly<Record<StateType, StateReader>> = {
  Task: readTask,
  Wait: readWait,
  Pass: readPass,
  Succeed: readSucceed,
  Fail: readFail,
  Choice: readChoice,
  Parallel: (fields, reading, base) => readParallel(fields, reading, base, readFlow),
  Map: (fields, reading, base) => readMap(fields, reading, base, readFlow),
};
