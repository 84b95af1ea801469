// DeleteObjectTagging. AWS: DeleteObjectTagging (API reference).

import type { DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { enqueueEvent } from "../notify.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import { replaceVersion } from "../repo.ts";

export const deleteObjectTagging = defineS3Operation<
  Input<DeleteObjectTaggingCommandInput>,
  DeleteObjectTaggingCommandOutput
>("DeleteObjectTagging", ["VersionId"], async (input, context) => {
  const { bucket, object } = await requireObject(context, input, "DELETE");
  const versionId = shownVersionId(bucket, object.versionId);
  context.store.write((tx) => {
    const present = requireBucket(tx, context, input);
    replaceVersion(tx, present, input.Key, object.versionId, { tags: {} });
    const { etag } = object;
    enqueueEvent(tx, context, present, { eventName: "ObjectTagging:Delete", key: input.Key, etag, versionId });
  });
  return { VersionId: versionId };
});
