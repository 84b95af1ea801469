// PutObjectTagging. AWS: PutObjectTagging (API reference).

import type { PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { parseTags } from "../object-headers.ts";
import { enqueueEvent } from "../notify.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import { replaceVersion } from "../repo.ts";

export const putObjectTagging = defineS3Operation<Input<PutObjectTaggingCommandInput>, PutObjectTaggingCommandOutput>(
  "PutObjectTagging",
  ["VersionId", "Tagging"],
  async (input, context) => {
    const tags = parseTags(input.Tagging.TagSet, "object");
    const { bucket, object } = await requireObject(context, input, "PUT");
    const versionId = shownVersionId(bucket, object.versionId);
    context.store.write((tx) => {
      const present = requireBucket(tx, context, input);
      replaceVersion(tx, present, input.Key, object.versionId, { tags });
      const { etag } = object;
      enqueueEvent(tx, context, present, { eventName: "ObjectTagging:Put", key: input.Key, etag, versionId });
    });
    return { VersionId: versionId };
  },
);
