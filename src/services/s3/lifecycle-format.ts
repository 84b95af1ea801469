// Lifecycle rules on their way out, as GetBucketLifecycleConfiguration shows them. Pure.

import type { LifecycleRule, TransitionStorageClass } from "@aws-sdk/client-s3";
import type { LifecycleRuleRecord } from "./records.ts";

/** The rules of a configuration. */
export function formatLifecycle(records: readonly LifecycleRuleRecord[]): LifecycleRule[] {
  return records.map((record) => ({
    ID: record.id,
    Status: record.isEnabled ? "Enabled" : "Disabled",
    ...(record.isOldForm === true ? { Prefix: record.prefix ?? "" } : { Filter: formatFilter(record) }),
    ...formatExpiration(record),
    ...formatNoncurrent(record),
    ...(record.abortUploadDays === undefined
      ? {}
      : { AbortIncompleteMultipartUpload: { DaysAfterInitiation: record.abortUploadDays } }),
    ...(record.transitions === undefined
      ? {}
      : {
          Transitions: record.transitions.map(({ storageClass, days, dateMs }) => ({
            StorageClass: storageClass as TransitionStorageClass,
            ...(days === undefined ? {} : { Days: days }),
            ...(dateMs === undefined ? {} : { Date: new Date(dateMs) }),
          })),
        }),
  }));
}

function formatExpiration(record: LifecycleRuleRecord): Pick<LifecycleRule, "Expiration"> {
  const { expirationDays, expirationDateMs, expiresDeleteMarkers } = record;
  if (expirationDays !== undefined) return { Expiration: { Days: expirationDays } };
  if (expirationDateMs !== undefined) return { Expiration: { Date: new Date(expirationDateMs) } };
  return expiresDeleteMarkers === undefined ? {} : { Expiration: { ExpiredObjectDeleteMarker: expiresDeleteMarkers } };
}

function formatNoncurrent({ noncurrentDays, newerNoncurrentVersions, noncurrentTransitions }: LifecycleRuleRecord) {
  return {
    ...(noncurrentDays === undefined
      ? {}
      : {
          NoncurrentVersionExpiration: {
            NoncurrentDays: noncurrentDays,
            ...(newerNoncurrentVersions === undefined ? {} : { NewerNoncurrentVersions: newerNoncurrentVersions }),
          },
        }),
    ...(noncurrentTransitions === undefined
      ? {}
      : {
          NoncurrentVersionTransitions: noncurrentTransitions.map(({ storageClass, days, newerVersions }) => ({
            NoncurrentDays: days,
            StorageClass: storageClass as TransitionStorageClass,
            ...(newerVersions === undefined ? {} : { NewerNoncurrentVersions: newerVersions }),
          })),
        }),
  };
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
