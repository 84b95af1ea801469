// What lifecycle rules make of a key's versions at a moment. Pure.
// AWS: "Managing the lifecycle of objects" and "Transitioning objects using Amazon S3 Lifecycle" (user guide).

import type { BucketRecord, LifecycleRuleRecord, ObjectRecord, Tags, UploadRecord, VersionRecord } from "./records.ts";

const DAY_MS = 86_400_000;
/** AWS: smaller objects are not worth a transition, unless a rule says sizes itself. */
const DEFAULT_MINIMUM_BYTES = 128 * 1024;

/** AWS: days count from a moment and end at the next midnight UTC. */
export function dueAfterDays(fromMs: number, days: number): number {
  return Math.ceil((fromMs + days * DAY_MS) / DAY_MS) * DAY_MS;
}

/** What becomes of one version of a key. */
export type LifecycleStep =
  | { readonly kind: "expire-current" }
  | { readonly kind: "remove"; readonly versionId: string }
  | { readonly kind: "transition"; readonly versionId: string; readonly storageClass: string };

/** Whose versions are looked at. */
export type LifecycleBucket = Pick<BucketRecord, "lifecycle" | "versioning" | "transitionMinimum">;

/** What is due for a key, whose versions come newest first. */
export function planLifecycle(
  bucket: LifecycleBucket,
  key: string,
  versions: readonly VersionRecord[],
  nowMs: number,
): readonly LifecycleStep[] {
  const rules = (bucket.lifecycle ?? []).filter((rule) => rule.isEnabled && key.startsWith(rule.prefix ?? ""));
  const [current, ...history] = versions;
  if (current === undefined) return [];
  const steps: (LifecycleStep | undefined)[] = [
    current.kind === "object"
      ? planCurrent(bucket, rules, current, nowMs)
      : history.length === 0
        ? planMarker(rules, current, nowMs)
        : undefined,
  ];
  for (const [index, version] of history.entries()) {
    // A version has been history since its successor came.
    const successor = versions[index];
    if (successor !== undefined) steps.push(planNoncurrent(bucket, rules, version, successor, index, nowMs));
  }
  return steps.filter((step) => step !== undefined);
}

/** AWS: removal comes before a transition, and a transition before a delete marker. */
function planCurrent(
  bucket: LifecycleBucket,
  rules: readonly LifecycleRuleRecord[],
  object: ObjectRecord,
  nowMs: number,
): LifecycleStep | undefined {
  const matching = rules.filter((rule) => concerns(rule, object));
  const isExpired = matching.some((rule) => expiryOf(rule, object) <= nowMs);
  if (isExpired && bucket.versioning === undefined) return { kind: "expire-current" };
  const due = matching.flatMap((rule) =>
    (rule.transitions ?? [])
      .filter(({ days, dateMs }) => (dateMs ?? dueAfterDays(object.modifiedAtMs, days ?? 0)) <= nowMs)
      .map(({ storageClass }) => ({ storageClass, rule })),
  );
  return transition(bucket, due, object) ?? (isExpired ? { kind: "expire-current" } : undefined);
}

/** A delete marker with nothing below it hides nothing. */
function planMarker(
  rules: readonly LifecycleRuleRecord[],
  marker: VersionRecord,
  nowMs: number,
): LifecycleStep | undefined {
  const isDue = rules.some(
    (rule) =>
      rule.expiresDeleteMarkers === true ||
      (rule.expirationDays !== undefined && dueAfterDays(marker.modifiedAtMs, rule.expirationDays) <= nowMs),
  );
  return isDue ? { kind: "remove", versionId: marker.versionId } : undefined;
}

function planNoncurrent(
  bucket: LifecycleBucket,
  rules: readonly LifecycleRuleRecord[],
  version: VersionRecord,
  successor: VersionRecord,
  newerVersions: number,
  nowMs: number,
): LifecycleStep | undefined {
  const matching = rules.filter((rule) => version.kind === "delete-marker" || concerns(rule, version));
  const isDue = (days: number, spared = 0): boolean =>
    newerVersions >= spared && dueAfterDays(successor.modifiedAtMs, days) <= nowMs;
  const isOver = matching.some(
    ({ noncurrentDays, newerNoncurrentVersions }) =>
      noncurrentDays !== undefined && isDue(noncurrentDays, newerNoncurrentVersions),
  );
  if (isOver) return { kind: "remove", versionId: version.versionId };
  if (version.kind === "delete-marker") return undefined;
  const due = matching.flatMap((rule) =>
    (rule.noncurrentTransitions ?? [])
      .filter(({ days, newerVersions: spared }) => isDue(days, spared))
      .map(({ storageClass }) => ({ storageClass, rule })),
  );
  return transition(bucket, due, version);
}

/** Cheaper classes come later: objects go down only. AWS: "Supported lifecycle transitions". */
const WATERFALL = [
  "STANDARD",
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
];

/** The way to the cheapest class that is due. */
function transition(
  { transitionMinimum }: LifecycleBucket,
  due: readonly { readonly storageClass: string; readonly rule: LifecycleRuleRecord }[],
  object: ObjectRecord,
): LifecycleStep | undefined {
  const { storageClass: from = "STANDARD", bytes, versionId } = object;
  const isWorthIt = (to: string, { largerThanBytes, smallerThanBytes }: LifecycleRuleRecord): boolean =>
    bytes >= DEFAULT_MINIMUM_BYTES ||
    largerThanBytes !== undefined ||
    smallerThanBytes !== undefined ||
    (transitionMinimum === "varies_by_storage_class" && (to === "GLACIER" || to === "DEEP_ARCHIVE"));
  const rank = (storageClass: string): number => WATERFALL.indexOf(storageClass);
  const [to] = due
    .filter(({ storageClass, rule }) => rank(storageClass) > rank(from) && isWorthIt(storageClass, rule))
    .map(({ storageClass }) => storageClass)
    .filter((storageClass) => !(from === "ONEZONE_IA" && storageClass === "GLACIER_IR"))
    .sort((a, b) => rank(b) - rank(a));
  return to === undefined ? undefined : { kind: "transition", versionId, storageClass: to };
}

/** True if an upload in progress is to be given up. */
export function isUploadDue(
  rules: readonly LifecycleRuleRecord[] | undefined,
  upload: UploadRecord,
  nowMs: number,
): boolean {
  const abort = abortOf(rules, upload.key, upload.initiatedAtMs);
  return abort !== undefined && abort.AbortDate.getTime() <= nowMs;
}

/** When an upload will be given up, and by which rule: members of CreateMultipartUpload's and ListParts' answers. */
export function abortOf(
  rules: readonly LifecycleRuleRecord[] | undefined,
  key: string,
  initiatedAtMs: number,
): { readonly AbortDate: Date; readonly AbortRuleId: string } | undefined {
  const [first] = (rules ?? [])
    .filter(({ isEnabled, prefix = "" }) => isEnabled && key.startsWith(prefix))
    .flatMap(({ id, abortUploadDays }) => (abortUploadDays === undefined ? [] : [{ id, days: abortUploadDays }]))
    .sort((a, b) => a.days - b.days);
  if (first === undefined) return undefined;
  return { AbortDate: new Date(dueAfterDays(initiatedAtMs, first.days)), AbortRuleId: first.id };
}

/** When a current object will expire, and by which rule, as x-amz-expiration says it. */
export function expirationHeader(
  rules: readonly LifecycleRuleRecord[] | undefined,
  key: string,
  object: ObjectRecord,
): string | undefined {
  const due = (rules ?? [])
    .filter((rule) => rule.isEnabled && key.startsWith(rule.prefix ?? "") && concerns(rule, object))
    .map((rule) => ({ id: rule.id, atMs: expiryOf(rule, object) }))
    .filter(({ atMs }) => atMs !== Infinity)
    .sort((a, b) => a.atMs - b.atMs)[0];
  if (due === undefined) return undefined;
  return `expiry-date="${new Date(due.atMs).toUTCString()}", rule-id="${encodeURIComponent(due.id)}"`;
}

function expiryOf({ expirationDays, expirationDateMs }: LifecycleRuleRecord, object: ObjectRecord): number {
  if (expirationDays !== undefined) return dueAfterDays(object.modifiedAtMs, expirationDays);
  return expirationDateMs ?? Infinity;
}

function concerns(rule: LifecycleRuleRecord, object: ObjectRecord): boolean {
  return (
    hasTags(object.tags, rule.tags) &&
    object.bytes > (rule.largerThanBytes ?? -1) &&
    object.bytes < (rule.smallerThanBytes ?? Infinity)
  );
}

function hasTags(tags: Tags | undefined, wanted: Tags | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([key, value]) => tags?.[key] === value);
}
