// RestoreObject. AWS: RestoreObject (API reference).

import type { RestoreObjectCommandInput, RestoreObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { HTTP_STATUS } from "../../../wire/wire.ts";
import { planRestore } from "../archive.ts";
import { enqueueEvent } from "../notify.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import { loadVersion, replaceVersion } from "../repo.ts";
import { enqueueRestore } from "../restore-job.ts";

export const restoreObject = defineS3Operation<Input<RestoreObjectCommandInput>, RestoreObjectCommandOutput>(
  "RestoreObject",
  ["RestoreRequest", "VersionId"],
  async (input, context) => {
    const { Key: key } = input;
    const { object: found } = await requireObject(context, input, "POST");
    const { versionId } = found;
    const isBegun = context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      // RACE: another request may have begun the restoration since the object was found.
      const present = loadVersion(tx, bucket, key, versionId);
      const object = present?.kind === "object" ? present : found;
      const restore = planRestore(input.RestoreRequest, object, context.clock.nowMs());
      const isNew = restore.readyAtMs !== object.restore?.readyAtMs;
      replaceVersion(tx, bucket, key, versionId, { restore });
      enqueueRestore(tx, context, bucket, { key, versionId, restore, isNew });
      if (!isNew) return isNew;
      const { bytes, etag, storageClass } = object;
      const shown = shownVersionId(bucket, versionId);
      const event = { eventName: "ObjectRestore:Post", key, bytes, etag, versionId: shown, storageClass };
      enqueueEvent(tx, context, bucket, event);
      return isNew;
    });
    // AWS: 202 for a restoration that begins, 200 for one whose days change.
    const status = isBegun ? { [HTTP_STATUS]: 202 } : {};
    return { RequestCharged: undefined, ...status };
  },
);
