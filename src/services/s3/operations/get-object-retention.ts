// GetObjectRetention. AWS: GetObjectRetention (API reference).

import type { GetObjectRetentionCommandInput, GetObjectRetentionCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noObjectLock, objectNotLocked } from "../errors.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";

export const getObjectRetention = defineS3Operation<
  Input<GetObjectRetentionCommandInput>,
  GetObjectRetentionCommandOutput
>("GetObjectRetention", ["VersionId"], async (input, context) => {
  const { bucket, object } = await requireObject(context, input, "GET");
  if (bucket.objectLock === undefined) throw noObjectLock();
  const { retention } = object.lock ?? {};
  if (retention === undefined) throw objectNotLocked();
  return { Retention: { Mode: retention.mode, RetainUntilDate: new Date(retention.untilMs) } };
});
