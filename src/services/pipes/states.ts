// Which changes a pipe's state allows. Pure.

import { conflict } from "./errors.ts";
import type { PipeRecord } from "./records.ts";

/** Throws ConflictException while a change is under way. */
export function requireSettled({ name, currentState }: PipeRecord): void {
  if (currentState.endsWith("ING") && currentState !== "RUNNING")
    throw conflict(name, `Pipe ${name} cannot be changed in the state ${currentState}.`);
}
