// Filter criteria of event source mappings: EventBridge's pattern language, without what filters of mappings do not have.
// AWS: "Control which events Lambda sends to your function": "Filter rule syntax".

import { EventPatternError, parseEventPattern } from "../../../service/event-pattern/event-pattern.ts";
import { invalidParameter } from "../errors.ts";

/** True if an event passes. */
export type Filter = (event: unknown) => boolean;

/** Compiles patterns, each a JSON text; an event passes if one of them matches, or if there are none. */
export function compileFilters(patterns: readonly string[]): Filter {
  if (patterns.length === 0) return () => true;
  const filters = patterns.map(compileFilter);
  return (event) => filters.some(({ matches }) => matches(event));
}

function compileFilter(text: string): ReturnType<typeof parseEventPattern> {
  try {
    return parseEventPattern(text, { without: ["wildcard"] });
  } catch (error) {
    if (error instanceof EventPatternError) throw invalidParameter("Invalid filter pattern definition.");
    throw error;
  }
}
