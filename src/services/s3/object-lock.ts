// Object lock: what keeps a version from being deleted, where it comes from, and who may weaken it. Pure.
// AWS: "Locking objects with Object Lock" and "Object Lock considerations" (S3 user guide). Messages: recorded from S3, in
// public test suites.

import { invalidArgument, invalidRequest, lockedObject, malformedXml, noObjectLock } from "./errors.ts";
import type { BucketRecord, LockRecord, RetentionMode, RetentionRecord } from "./records.ts";

const DAY_MS = 86_400_000;
/** LIMIT: AWS: "Object Lock considerations": the longest default retention. */
const MOST_DAYS = 36_500;
const MOST_YEARS = 100;

/** What a writer may say about the lock of a new object. */
export interface LockMembers {
  readonly ObjectLockMode?: string | undefined;
  readonly ObjectLockRetainUntilDate?: Date | undefined;
  readonly ObjectLockLegalHoldStatus?: string | undefined;
}

/** True for the two modes of retention. */
export function isRetentionMode(mode: string | undefined): mode is RetentionMode {
  return mode === "GOVERNANCE" || mode === "COMPLIANCE";
}

/** The lock that a request asks for, if any. */
export function parseLock(input: LockMembers, bucket: BucketRecord, nowMs: number): LockRecord | undefined {
  const { ObjectLockMode: mode, ObjectLockRetainUntilDate: until, ObjectLockLegalHoldStatus: hold } = input;
  if (mode === undefined && until === undefined && hold === undefined) return undefined;
  if (bucket.objectLock === undefined) throw noObjectLock();
  if (mode !== undefined && !isRetentionMode(mode))
    throw invalidArgument("Unknown wormMode directive.", "x-amz-object-lock-mode", mode);
  if ((mode === undefined) !== (until === undefined)) {
    const name = mode === undefined ? "x-amz-object-lock-mode" : "x-amz-object-lock-retain-until-date";
    throw invalidArgument(
      "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied",
      name,
      undefined,
    );
  }
  if (until !== undefined) requireFuture(until, nowMs, "x-amz-object-lock-retain-until-date");
  if (hold !== undefined && hold !== "ON" && hold !== "OFF")
    throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", "x-amz-object-lock-legal-hold", hold);
  return {
    ...(mode === undefined || until === undefined ? {} : { retention: { mode, untilMs: until.getTime() } }),
    ...(hold === undefined ? {} : { isHeld: hold === "ON" }),
  };
}

/** AWS: the member that a date in the past is blamed on differs by operation. */
export function requireFuture(until: Date, nowMs: number, name: string): void {
  if (until.getTime() <= nowMs)
    throw invalidArgument("The retain until date must be in the future!", name, until.toISOString());
}

/** A new object's lock: what was asked for, and the bucket's default where no retention was. */
export function lockOfNewObject(
  asked: LockRecord | undefined,
  bucket: BucketRecord,
  nowMs: number,
): { readonly lock?: LockRecord } {
  const standard = bucket.objectLock?.defaultRetention;
  if (asked?.retention !== undefined || standard === undefined) return asked === undefined ? {} : { lock: asked };
  const { mode, days, years } = standard;
  return { lock: { ...asked, retention: { mode, untilMs: after(nowMs, days, years) } } };
}

function after(nowMs: number, days: number | undefined, years: number | undefined): number {
  if (years === undefined) return nowMs + (days ?? 0) * DAY_MS;
  const date = new Date(nowMs);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.getTime();
}

/**
 * AWS: uploads to be locked must be protected by a digest of the client's ("Object Lock considerations": Content-MD5 or a
 * checksum "is required for any request to upload an object with a retention period configured using Object Lock").
 */
export function requireDigest(
  asked: LockRecord | undefined,
  bucket: BucketRecord,
  hasDigest: boolean,
  what: "Object" | "Part",
): void {
  if (hasDigest || (asked === undefined && bucket.objectLock?.defaultRetention === undefined)) return;
  throw invalidRequest(
    `Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${what} requests with Object Lock parameters`,
  );
}

/** Whether a version may not be deleted now. */
export function isLocked(lock: LockRecord | undefined, nowMs: number, bypassesGovernance: boolean): boolean {
  if (lock?.isHeld === true) return true;
  const { retention } = lock ?? {};
  if (retention === undefined || retention.untilMs <= nowMs) return false;
  return retention.mode === "COMPLIANCE" || !bypassesGovernance;
}

/** Throws AccessDenied where a new retention (undefined for none) would weaken one that holds. */
export function checkRetentionChange(
  before: RetentionRecord | undefined,
  after: RetentionRecord | undefined,
  nowMs: number,
  bypassesGovernance: boolean,
): void {
  if (before === undefined || before.untilMs <= nowMs) return;
  const isExtended = after !== undefined && after.mode === before.mode && after.untilMs >= before.untilMs;
  if (isExtended || (before.mode === "GOVERNANCE" && bypassesGovernance)) return;
  throw lockedObject();
}

/** The default retention of a PutObjectLockConfiguration; undefined for none. */
export function parseDefaultRetention(
  rule:
    | {
        readonly DefaultRetention?:
          | {
              readonly Mode?: string | undefined;
              readonly Days?: number | undefined;
              readonly Years?: number | undefined;
            }
          | undefined;
      }
    | undefined,
): NonNullable<BucketRecord["objectLock"]>["defaultRetention"] {
  if (rule === undefined) return undefined;
  const { Mode: mode, Days: days, Years: years } = rule.DefaultRetention ?? {};
  if (!isRetentionMode(mode) || (days === undefined) === (years === undefined)) throw malformedXml();
  const period = days ?? years ?? 0;
  if (period <= 0)
    throw invalidArgument("Default retention period must be a positive integer value.", unit(days), period);
  if (period > (days === undefined ? MOST_YEARS : MOST_DAYS))
    throw invalidArgument("Default retention period too large", unit(days), period);
  return { mode, ...(days === undefined ? { years: period } : { days }) };
}

function unit(days: number | undefined): string {
  return days === undefined ? "Years" : "Days";
}

/** A lock as reads of an object show it. */
export function lockOutput(lock: LockRecord | undefined) {
  if (lock === undefined) return {};
  const { retention, isHeld } = lock;
  return {
    ...(retention === undefined
      ? {}
      : { ObjectLockMode: retention.mode, ObjectLockRetainUntilDate: new Date(retention.untilMs) }),
    ...(isHeld === undefined ? {} : { ObjectLockLegalHoldStatus: isHeld ? ("ON" as const) : ("OFF" as const) }),
  };
}
