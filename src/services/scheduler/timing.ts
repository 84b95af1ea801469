// When a schedule is due. Pure. AWS: "Schedule types on EventBridge Scheduler": a rate begins at its StartDate, or at once where it has
// none; StartDate and EndDate do not hold for one-time schedules; clocks that are changed skip and never repeat.

import {
  parseScheduleExpression,
  type ScheduleExpression,
  ScheduleExpressionError,
} from "../../service/schedule-expression/schedule-expression.ts";
import { isTimeZone } from "../../service/schedule-expression/time-zone.ts";
import { invalid, invalidExpression } from "./errors.ts";
import type { ScheduleRecord } from "./records.ts";

/** What decides when a schedule is due. */
export type Timing = Pick<ScheduleRecord, "expression" | "timeZone" | "startMs" | "endMs" | "modifiedAtMs">;

// LIMIT: so many compiled expressions are kept in memory; then the cache starts afresh.
const COMPILED = 10_000;
const compiled = new Map<string, ScheduleExpression>();

/** The compiled expression; throws what CreateSchedule answers for texts that are none. */
export function requireExpression(expression: string, timeZone: string): ScheduleExpression {
  const cacheKey = `${timeZone} ${expression}`;
  const known = compiled.get(cacheKey);
  if (known !== undefined) return known;
  if (!isTimeZone(timeZone)) throw invalid(`Invalid ScheduleExpressionTimezone ${timeZone}.`);
  try {
    const parsed = parseScheduleExpression(expression, { timeZone, hasAt: true });
    if (compiled.size >= COMPILED) compiled.clear();
    compiled.set(cacheKey, parsed);
    return parsed;
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    throw invalidExpression(expression);
  }
}

/** Whether the schedule is due once. */
export function isOneTime({ expression, timeZone }: Timing): boolean {
  return requireExpression(expression, timeZone).kind === "at";
}

/** The first time at which the schedule is due. */
export function firstDueMs(timing: Timing): number | undefined {
  // A rate is due at its very start.
  return nextDueMs(timing, timing.modifiedAtMs - 1);
}

/** The first time after `afterMs` at which the schedule is due; undefined if there is none any more. */
export function nextDueMs(timing: Timing, afterMs: number): number | undefined {
  const expression = requireExpression(timing.expression, timing.timeZone);
  if (expression.kind === "at") return expression.next(afterMs, afterMs);
  const dueMs = expression.next(Math.max(afterMs, startOf(timing) - 1), startOf(timing));
  return dueMs === undefined || dueMs > (timing.endMs ?? Number.POSITIVE_INFINITY) ? undefined : dueMs;
}

function startOf({ startMs, modifiedAtMs }: Timing): number {
  return startMs ?? modifiedAtMs;
}
