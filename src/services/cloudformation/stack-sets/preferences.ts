// What an operation's preferences mean: which regions come when, how many accounts at a time, how many failures are borne. Pure.

import type { StackSetOperationPreferences } from "@aws-sdk/client-cloudformation";
import { validationError } from "../errors.ts";
import type { PreferencesRecord } from "./records.ts";

/** Checks them. AWS: "StackSetOperationPreferences": of count and percentage one may be given; the wordings are inferred. */
export function readPreferences(given: Readonly<StackSetOperationPreferences> | undefined): PreferencesRecord {
  if (given?.FailureToleranceCount !== undefined && given.FailureTolerancePercentage !== undefined)
    throw validationError("You can specify either FailureToleranceCount or FailureTolerancePercentage, but not both.");
  if (given?.MaxConcurrentCount !== undefined && given.MaxConcurrentPercentage !== undefined)
    throw validationError("You can specify either MaxConcurrentCount or MaxConcurrentPercentage, but not both.");
  const members = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members);
}

/** The regions in the preferred order; those that it does not name come after it, in the order of the request. */
export function orderRegions(regions: readonly string[], { RegionOrder = [] }: PreferencesRecord): string[] {
  const wanted = new Set(regions);
  return [...new Set([...RegionOrder.filter((region) => wanted.has(region)), ...regions])];
}

/** How many failures an operation bears in a region with so many accounts. */
export function toleranceOf(preferences: PreferencesRecord, accounts: number): number {
  const { FailureToleranceCount, FailureTolerancePercentage = 0 } = preferences;
  return FailureToleranceCount ?? Math.floor((FailureTolerancePercentage * accounts) / 100);
}

/**
 * In how many accounts of a region work may go on at a time. AWS: "ConcurrencyMode": STRICT_FAILURE_TOLERANCE begins with the lower of what is
 * allowed and the tolerance plus one, and goes down with each failure; SOFT_FAILURE_TOLERANCE does not look at failures.
 */
export function concurrencyOf(preferences: PreferencesRecord, accounts: number, failures: number): number {
  const { MaxConcurrentCount, MaxConcurrentPercentage, ConcurrencyMode } = preferences;
  const most =
    MaxConcurrentCount ??
    (MaxConcurrentPercentage === undefined ? 1 : Math.max(1, Math.floor((MaxConcurrentPercentage * accounts) / 100)));
  if (ConcurrencyMode === "SOFT_FAILURE_TOLERANCE") return most;
  return Math.min(most, toleranceOf(preferences, accounts) + 1 - failures);
}
