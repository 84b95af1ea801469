// When a scheduled action is due. Pure. AWS: PutScheduledAction: at, rate and cron; StartTime and EndTime bound what recurs.

import {
  parseScheduleExpression,
  type ScheduleExpression,
  ScheduleExpressionError,
} from "../../../service/schedule-expression/schedule-expression.ts";
import { isTimeZone } from "../../../service/schedule-expression/time-zone.ts";
import { invalid } from "../errors.ts";
import type { ActionRecord } from "../records.ts";

type Timing = Pick<ActionRecord, "createdAtMs" | "endMs" | "schedule" | "startMs" | "timeZone">;

/** The compiled schedule; throws ValidationException for texts that are none. */
export function requireSchedule(schedule: string, timeZone = "UTC"): ScheduleExpression {
  if (!isTimeZone(timeZone)) throw invalid(`Invalid time zone: ${timeZone}`);
  try {
    return parseScheduleExpression(schedule, { timeZone, hasAt: true });
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    throw invalid(`Invalid schedule expression: ${schedule}`);
  }
}

/** The first time after `afterMs` at which the action is due; undefined if there is none any more. */
export function nextDueMs(
  { schedule, timeZone, startMs, endMs, createdAtMs }: Timing,
  afterMs: number,
): number | undefined {
  const expression = requireSchedule(schedule, timeZone);
  if (expression.kind === "at") return expression.next(afterMs, afterMs);
  const dueMs = expression.next(Math.max(afterMs, (startMs ?? 0) - 1), startMs ?? createdAtMs);
  return dueMs === undefined || dueMs > (endMs ?? Number.POSITIVE_INFINITY) ? undefined : dueMs;
}
