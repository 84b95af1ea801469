// Which rules want an event. Compiled patterns are kept by their text: a bus sees many events and few patterns.

import {
  EventPatternError,
  parseEventPattern,
  type EventPattern,
} from "../../../service/event-pattern/event-pattern.ts";
import { invalidPattern } from "../errors.ts";
import type { BusEvent } from "../records.ts";

// LIMIT: as many patterns stay compiled, oldest out first.
const MOST_COMPILED = 2_000;
const compiled = new Map<string, EventPattern>();

/** Compiles a pattern; throws InvalidEventPatternException. */
export function requirePattern(text: string): EventPattern {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  try {
    const pattern = parseEventPattern(text);
    if (compiled.size >= MOST_COMPILED) for (const oldest of [...compiled.keys()].slice(0, 1)) compiled.delete(oldest);
    compiled.set(text, pattern);
    return pattern;
  } catch (error) {
    if (error instanceof EventPatternError) throw invalidPattern(error.message);
    throw error;
  }
}

/** Whether a pattern wants an event; no pattern wants all. */
export function isWanted(pattern: string | undefined, event: BusEvent): boolean {
  return pattern === undefined || requirePattern(pattern).matches(event);
}
