// Lifecycle rules: which S3 takes, and what they make of a key's versions at a moment. Pure.
// AWS: "Managing the lifecycle of objects" and "Lifecycle configuration elements" (user guide).

import type { LifecycleRule } from "@aws-sdk/client-s3";
import { invalidArgument, invalidRequest, malformedXml, notImplemented } from "./errors.ts";
import { isLikeStandard } from "./object-headers.ts";
import type { LifecycleRuleRecord, ObjectRecord, Tags, UploadRecord, VersionRecord } from "./records.ts";

const DAY_MS = 86_400_000;
/** LIMIT: rules of one bucket. */
const MAX_RULES = 1000;

/** Reads rules; throws S3's error for those that say nothing, contradict themselves, or need what is not there. */
export function parseLifecycle(rules: readonly LifecycleRule[], newId: () => string): readonly LifecycleRuleRecord[] {
  if (rules.length === 0 || rules.length > MAX_RULES) throw malformedXml();
  const records = rules.map((rule) => parseRule(rule, newId));
  if (new Set(records.map((record) => record.id)).size < records.length)
    throw invalidArgument("Rule ID must be unique. Found same ID for one or more rules", "ID", records[0]?.id);
  return records;
}

function parseRule(rule: LifecycleRule, newId: () => string): LifecycleRuleRecord {
  const { Expiration, NoncurrentVersionExpiration, AbortIncompleteMultipartUpload, Transitions = [] } = rule;
  if ((rule.NoncurrentVersionTransitions ?? []).length > 0)
    throw notImplemented("NoncurrentVersionTransition", "Transitions of noncurrent versions are not implemented.");
  if (rule.Status !== "Enabled" && rule.Status !== "Disabled") throw malformedXml();
  if (rule.Filter !== undefined && rule.Prefix !== undefined) throw malformedXml();
  const record: LifecycleRuleRecord = {
    id: rule.ID ?? newId(),
    isEnabled: rule.Status === "Enabled",
    ...parseFilter(rule),
    ...(Expiration?.Days === undefined ? {} : { expirationDays: positive(Expiration.Days, "Expiration") }),
    ...(Expiration?.Date === undefined ? {} : { expirationDateMs: midnight(Expiration.Date) }),
    ...(Expiration?.ExpiredObjectDeleteMarker === true ? { expiresDeleteMarkers: true } : {}),
    ...(NoncurrentVersionExpiration?.NoncurrentDays === undefined
      ? {}
      : { noncurrentDays: positive(NoncurrentVersionExpiration.NoncurrentDays, "NoncurrentVersionExpiration") }),
    ...(NoncurrentVersionExpiration?.NewerNoncurrentVersions === undefined
      ? {}
      : { newerNoncurrentVersions: NoncurrentVersionExpiration.NewerNoncurrentVersions }),
    ...(AbortIncompleteMultipartUpload?.DaysAfterInitiation === undefined
      ? {}
      : {
          abortUploadDays: positive(
            AbortIncompleteMultipartUpload.DaysAfterInitiation,
            "AbortIncompleteMultipartUpload",
          ),
        }),
    ...(Transitions.length === 0 ? {} : { transitions: Transitions.map(parseTransition) }),
  };
  const said = [record.expirationDays, record.expirationDateMs, record.expiresDeleteMarkers].filter(
    (value) => value !== undefined,
  );
  if (said.length > 1) throw malformedXml();
  const { noncurrentDays, abortUploadDays, transitions } = record;
  if (said.length === 0 && noncurrentDays === undefined && abortUploadDays === undefined && transitions === undefined)
    throw invalidRequest("At least one action needs to be specified in a rule");
  if (abortUploadDays !== undefined && record.tags !== undefined)
    throw invalidRequest("AbortIncompleteMultipartUpload cannot be specified with Tags.");
  return record;
}

function parseTransition({ Days, Date, StorageClass }: NonNullable<LifecycleRule["Transitions"]>[number]) {
  if (StorageClass === undefined || (Days === undefined) === (Date === undefined)) throw malformedXml();
  if (!isLikeStandard(StorageClass))
    throw notImplemented("Transition", `Transitions to the storage class ${StorageClass} are not implemented.`);
  return {
    storageClass: StorageClass,
    ...(Days === undefined ? {} : { days: Days }),
    ...(Date === undefined ? {} : { dateMs: midnight(Date) }),
  };
}

function parseFilter({ Filter, Prefix }: LifecycleRule) {
  const { And } = Filter ?? {};
  const prefix = Prefix ?? Filter?.Prefix ?? And?.Prefix;
  const given = And?.Tags ?? (Filter?.Tag === undefined ? [] : [Filter.Tag]);
  const tags = Object.fromEntries(given.map(({ Key = "", Value = "" }) => [Key, Value]));
  const above = Filter?.ObjectSizeGreaterThan ?? And?.ObjectSizeGreaterThan;
  const below = Filter?.ObjectSizeLessThan ?? And?.ObjectSizeLessThan;
  return {
    ...(prefix === undefined ? {} : { prefix }),
    ...(given.length === 0 ? {} : { tags }),
    ...(above === undefined ? {} : { largerThanBytes: above }),
    ...(below === undefined ? {} : { smallerThanBytes: below }),
  };
}

function positive(days: number, action: string): number {
  if (!Number.isInteger(days) || days < 1)
    throw invalidArgument(`'Days' for ${action} action must be a positive integer`, "Days", days);
  return days;
}

function midnight(date: Date): number {
  if (date.getTime() % DAY_MS !== 0)
    throw invalidArgument("'Date' must be at midnight GMT", "Date", date.toISOString());
  return date.getTime();
}

/** The rules as GetBucketLifecycleConfiguration shows them. */
export function formatLifecycle(records: readonly LifecycleRuleRecord[]): LifecycleRule[] {
  return records.map((record) => ({
    ID: record.id,
    Status: record.isEnabled ? "Enabled" : "Disabled",
    Filter: formatFilter(record),
    ...(record.expirationDays === undefined ? {} : { Expiration: { Days: record.expirationDays } }),
    ...(record.expirationDateMs === undefined ? {} : { Expiration: { Date: new Date(record.expirationDateMs) } }),
    ...(record.expiresDeleteMarkers === undefined ? {} : { Expiration: { ExpiredObjectDeleteMarker: true } }),
    ...(record.noncurrentDays === undefined
      ? {}
      : {
          NoncurrentVersionExpiration: {
            NoncurrentDays: record.noncurrentDays,
            ...(record.newerNoncurrentVersions === undefined
              ? {}
              : { NewerNoncurrentVersions: record.newerNoncurrentVersions }),
          },
        }),
    ...(record.abortUploadDays === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: record.abortUploadDays } }),
    ...(record.transitions === undefined
      ? {}
      : {
          Transitions: record.transitions.map(({ storageClass, days, dateMs }) => ({
            StorageClass: storageClass as "STANDARD_IA",
            ...(days === undefined ? {} : { Days: days }),
            ...(dateMs === undefined ? {} : { Date: new Date(dateMs) }),
          })),
        }),
  }));
}

function formatFilter({ prefix, tags, largerThanBytes, smallerThanBytes }: LifecycleRuleRecord) {
  const Tags = Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
  const sizes = {
    ...(largerThanBytes === undefined ? {} : { ObjectSizeGreaterThan: largerThanBytes }),
    ...(smallerThanBytes === undefined ? {} : { ObjectSizeLessThan: smallerThanBytes }),
  };
  const parts = (prefix === undefined ? 0 : 1) + Tags.length + Object.keys(sizes).length;
  const named = prefix === undefined ? {} : { Prefix: prefix };
  if (parts > 1) return { And: { ...named, ...(Tags.length === 0 ? {} : { Tags }), ...sizes } };
  if (Tags[0] !== undefined) return { Tag: Tags[0] };
  return parts === 0 ? { Prefix: "" } : { ...named, ...sizes };
}

/** AWS: days count from a moment and end at the next midnight UTC. */
export function dueAfterDays(fromMs: number, days: number): number {
  return Math.ceil((fromMs + days * DAY_MS) / DAY_MS) * DAY_MS;
}

/** What becomes of one version of a key. */
export type LifecycleStep =
  | { readonly kind: "expire-current" }
  | { readonly kind: "remove"; readonly versionId: string }
  | { readonly kind: "transition"; readonly versionId: string; readonly storageClass: string };

/** What is due for a key, whose versions come newest first. */
export function planLifecycle(
  rules: readonly LifecycleRuleRecord[],
  key: string,
  versions: readonly VersionRecord[],
  nowMs: number,
): readonly LifecycleStep[] {
  const steps: LifecycleStep[] = [];
  const active = rules.filter((rule) => rule.isEnabled && key.startsWith(rule.prefix ?? ""));
  const [current, ...history] = versions;
  if (current?.kind === "object") {
    const matching = active.filter((rule) => concerns(rule, current));
    if (matching.some((rule) => expiryOf(rule, current) <= nowMs)) steps.push({ kind: "expire-current" });
    else {
      const storageClass = transitionFor(matching, current, nowMs);
      if (storageClass !== undefined) steps.push({ kind: "transition", versionId: current.versionId, storageClass });
    }
  } else if (current !== undefined && history.length === 0) {
    // A delete marker with nothing below it hides nothing.
    const isDue = active.some(
      (rule) =>
        rule.expiresDeleteMarkers === true ||
        (rule.expirationDays !== undefined && dueAfterDays(current.modifiedAtMs, rule.expirationDays) <= nowMs),
    );
    if (isDue) steps.push({ kind: "remove", versionId: current.versionId });
  }
  for (const [index, version] of history.entries()) {
    // A version has been history since its successor came.
    const successor = versions[index];
    if (successor === undefined) continue;
    const isDue = active.some(
      (rule) =>
        rule.noncurrentDays !== undefined &&
        (version.kind === "delete-marker" || concerns(rule, version)) &&
        index >= (rule.newerNoncurrentVersions ?? 0) &&
        dueAfterDays(successor.modifiedAtMs, rule.noncurrentDays) <= nowMs,
    );
    if (isDue) steps.push({ kind: "remove", versionId: version.versionId });
  }
  return steps;
}

/** True if an upload in progress is to be given up. */
export function isUploadDue(rules: readonly LifecycleRuleRecord[], upload: UploadRecord, nowMs: number): boolean {
  return rules.some(
    ({ isEnabled, prefix = "", abortUploadDays }) =>
      isEnabled &&
      abortUploadDays !== undefined &&
      upload.key.startsWith(prefix) &&
      dueAfterDays(upload.initiatedAtMs, abortUploadDays) <= nowMs,
  );
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

function transitionFor(rules: readonly LifecycleRuleRecord[], object: ObjectRecord, nowMs: number): string | undefined {
  const last = rules
    .flatMap((rule) => rule.transitions ?? [])
    .map(({ storageClass, days, dateMs }) => ({
      storageClass,
      atMs: days === undefined ? (dateMs ?? Infinity) : dueAfterDays(object.modifiedAtMs, days),
    }))
    .filter(({ atMs }) => atMs <= nowMs)
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1);
  return last === undefined || last.storageClass === (object.storageClass ?? "STANDARD")
    ? undefined
    : last.storageClass;
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
