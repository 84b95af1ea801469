// When a secret is rotated. Pure. AWS: RotationRulesType; "Schedule expressions in Secrets Manager rotation".

import type { RotationRulesType } from "@aws-sdk/client-secrets-manager";
import {
  parseScheduleExpression,
  ScheduleExpressionError,
} from "../../../service/schedule-expression/schedule-expression.ts";
import { invalidParameter } from "../errors.ts";
import type { RotationRules } from "../records.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The rules of a request; throws InvalidParameterException for those that AWS does not take. */
export function parseRules(rules: RotationRulesType): RotationRules {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration: duration } = rules;
  if (days !== undefined && expression !== undefined)
    throw invalidParameter("You can't specify both AutomaticallyAfterDays and ScheduleExpression in the same request.");
  if (expression !== undefined) requireExpression(expression);
  return {
    ...(days !== undefined && { automaticallyAfterDays: days }),
    ...(expression !== undefined && { scheduleExpression: expression }),
    ...(duration !== undefined && { duration }),
  };
}

/** The beginning of the next rotation window after `nowMs`; undefined for rules without a schedule. */
export function nextRotationMs(rules: RotationRules, nowMs: number): number | undefined {
  const { automaticallyAfterDays: days, scheduleExpression: expression } = rules;
  if (days !== undefined) return floorTo(nowMs + days * DAY_MS, DAY_MS);
  if (expression === undefined) return undefined;
  const rate = rateOf(expression);
  if (rate === undefined) return parseScheduleExpression(expression).next(nowMs, nowMs);
  // AWS: a rate in days begins its window at midnight, one in hours at the full hour.
  return floorTo(nowMs + rate.count * rate.unitMs, rate.unitMs);
}

function requireExpression(expression: string): void {
  const rate = rateOf(expression);
  // LIMIT: AWS: every four hours at most, and every 999 days at least.
  const isRate =
    rate !== undefined && rate.count * rate.unitMs >= 4 * HOUR_MS && rate.count * rate.unitMs <= 999 * DAY_MS;
  // AWS: minutes are 0, and years are *.
  const isCron = /^cron\(0 \S+ \S+ \S+ \S+ \*\)$/.test(expression) && isSchedule(expression);
  if (!isRate && !isCron) throw invalidParameter(`The rotation schedule expression ${expression} isn't valid.`);
}

function rateOf(expression: string): { readonly count: number; readonly unitMs: number } | undefined {
  const [, count, unit] = /^rate\((\d{1,4}) (hour|day)s?\)$/.exec(expression) ?? [];
  return count === undefined ? undefined : { count: Number(count), unitMs: unit === "hour" ? HOUR_MS : DAY_MS };
}

function isSchedule(expression: string): boolean {
  try {
    parseScheduleExpression(expression);
    return true;
  } catch (error) {
    if (error instanceof ScheduleExpressionError) return false;
    throw error;
  }
}

function floorTo(ms: number, unitMs: number): number {
  return Math.floor(ms / unitMs) * unitMs;
}
