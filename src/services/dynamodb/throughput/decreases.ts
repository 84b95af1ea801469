// How often provisioned units may be decreased: four times a UTC day, and then once an hour. Tables and their global
// indexes count for themselves.
// AWS: Developer Guide, "Quotas in Amazon DynamoDB", decreasing provisioned throughput; wording and the hour (3600 seconds
// after the last decrease, not the clock's hour) as observed.

import { AwsError } from "../../../kernel/errors.ts";
import type { DecreasesRecord, Throughput } from "../records.ts";

/** LIMITS: of the service. */
const FREE_DECREASES = 4;
const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** True if either kind of units becomes fewer. */
export function isDecrease(before: Throughput, after: Throughput): boolean {
  return after.readUnits < before.readUnits || after.writeUnits < before.writeUnits;
}

/** How many decreases there were in the UTC day of `nowMs`. */
export function decreasesToday(decreases: DecreasesRecord | undefined, nowMs: number): number {
  return decreases !== undefined && dayOf(decreases.lastAtMs) === dayOf(nowMs) ? decreases.today : 0;
}

/** The record after one more decrease; throws AWS's error if it is one too many. */
export function withDecrease(decreases: DecreasesRecord | undefined, nowMs: number): DecreasesRecord {
  const today = decreasesToday(decreases, nowMs);
  if (decreases !== undefined && today >= FREE_DECREASES) {
    const nextMs = Math.min(decreases.lastAtMs + HOUR_MS, (dayOf(nowMs) + 1) * DAY_MS);
    if (nowMs < nextMs)
      throw new AwsError({
        code: "LimitExceededException",
        message:
          "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given UTC day. After the " +
          `first ${FREE_DECREASES} decreases, each subsequent decrease in the same UTC day can be performed at most once ` +
          `every 3600 seconds. Number of decreases today: ${today}. Last decrease at ${longTime(decreases.lastAtMs)}. ` +
          `Next decrease can be made at ${longTime(nextMs)}`,
      });
  }
  return { v: 1, today: today + 1, lastAtMs: nowMs };
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

const FORMAT = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeStyle: "medium", timeZone: "UTC" });

/** "Friday, October 9, 2026 at 12:21:34 AM Coordinated Universal Time". */
function longTime(ms: number): string {
  // Newer versions of ICU put a narrow blank before AM and PM.
  return `${FORMAT.format(ms).replaceAll("\u202f", " ")} Coordinated Universal Time`;
}
