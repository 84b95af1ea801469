// PutObjectRetention. AWS: PutObjectRetention (API reference).

import type {
  ObjectLockRetention,
  PutObjectRetentionCommandInput,
  PutObjectRetentionCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { malformedXml, noObjectLock } from "../errors.ts";
import { checkRetentionChange, isRetentionMode, requireFuture } from "../object-lock.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import type { RetentionRecord } from "../records.ts";
import { loadVersion, replaceVersion } from "../repo.ts";

export const putObjectRetention = defineS3Operation<
  Input<PutObjectRetentionCommandInput>,
  PutObjectRetentionCommandOutput
>("PutObjectRetention", ["VersionId", "Retention", "BypassGovernanceRetention"], async (input, context) => {
  const retention = parseRetention(input.Retention ?? {}, context.clock.nowMs());
  const { bucket, object } = await requireObject(context, input, "PUT");
  if (bucket.objectLock === undefined) throw noObjectLock();
  context.store.write((tx) => {
    const present = requireBucket(tx, context, input);
    // RACE: another request may have locked the version since.
    const version = loadVersion(tx, present, input.Key, object.versionId);
    const lock = version?.kind === "object" ? version.lock : undefined;
    const bypasses = input.BypassGovernanceRetention === true;
    checkRetentionChange(lock?.retention, retention, context.clock.nowMs(), bypasses);
    replaceVersion(tx, present, input.Key, object.versionId, {
      lock: {
        ...(lock?.isHeld === undefined ? {} : { isHeld: lock.isHeld }),
        ...(retention === undefined ? {} : { retention }),
      },
    });
  });
  return {};
});

/** AWS: an empty element takes the retention away. */
function parseRetention(given: ObjectLockRetention, nowMs: number): RetentionRecord | undefined {
  const { Mode: mode, RetainUntilDate: until } = given;
  if (mode === undefined && until === undefined) return undefined;
  if (!isRetentionMode(mode) || until === undefined) throw malformedXml();
  requireFuture(until, nowMs, "RetainUntilDate");
  return { mode, untilMs: until.getTime() };
}
