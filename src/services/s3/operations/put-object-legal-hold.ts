// PutObjectLegalHold. AWS: PutObjectLegalHold (API reference).

import type { PutObjectLegalHoldCommandInput, PutObjectLegalHoldCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { malformedXml, noObjectLock } from "../errors.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { loadVersion, replaceVersion } from "../repo.ts";

export const putObjectLegalHold = defineS3Operation<
  Input<PutObjectLegalHoldCommandInput>,
  PutObjectLegalHoldCommandOutput
>("PutObjectLegalHold", ["VersionId", "LegalHold"], async (input, context) => {
  const status = input.LegalHold?.Status;
  if (status !== "ON" && status !== "OFF") throw malformedXml();
  const { bucket, object } = await requireObject(context, input, "PUT");
  if (bucket.objectLock === undefined) throw noObjectLock();
  context.store.write((tx) => {
    const present = requireBucket(tx, context, input);
    const version = loadVersion(tx, present, input.Key, object.versionId);
    const lock = version?.kind === "object" ? version.lock : undefined;
    replaceVersion(tx, present, input.Key, object.versionId, { lock: { ...lock, isHeld: status === "ON" } });
  });
  return {};
});
