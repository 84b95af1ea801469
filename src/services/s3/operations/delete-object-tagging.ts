// DeleteObjectTagging. AWS: DeleteObjectTagging (API reference).

import type { DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import { replaceVersion } from "../repo.ts";

export const deleteObjectTagging = defineS3Operation<
  Input<DeleteObjectTaggingCommandInput>,
  DeleteObjectTaggingCommandOutput
>("DeleteObjectTagging", ["VersionId"], async (input, context) => {
  const { bucket, object } = await requireObject(context, input, "DELETE");
  context.store.write((tx) =>
    replaceVersion(tx, requireBucket(tx, context, input), input.Key, object.versionId, { tags: {} }),
  );
  return { VersionId: shownVersionId(bucket, object.versionId) };
});
