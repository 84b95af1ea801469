// GetObjectLegalHold. AWS: GetObjectLegalHold (API reference).

import type { GetObjectLegalHoldCommandInput, GetObjectLegalHoldCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { noObjectLock, objectNotLocked } from "../errors.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";

export const getObjectLegalHold = defineS3Operation<
  Input<GetObjectLegalHoldCommandInput>,
  GetObjectLegalHoldCommandOutput
>("GetObjectLegalHold", ["VersionId"], async (input, context) => {
  const { bucket, object } = await requireObject(context, input, "GET");
  if (bucket.objectLock === undefined) throw noObjectLock();
  const { isHeld } = object.lock ?? {};
  if (isHeld === undefined) throw objectNotLocked();
  return { LegalHold: { Status: isHeld ? "ON" : "OFF" } };
});
