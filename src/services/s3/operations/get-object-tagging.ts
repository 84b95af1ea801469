// GetObjectTagging. AWS: GetObjectTagging (API reference).

import type { GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { tagSet } from "../object-headers.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, shownVersionId } from "../operation.ts";

export const getObjectTagging = defineS3Operation<Input<GetObjectTaggingCommandInput>, GetObjectTaggingCommandOutput>(
  "GetObjectTagging",
  ["VersionId"],
  async (input, context) => {
    const { bucket, object } = await requireObject(context, input, "GET");
    return { TagSet: tagSet(object.tags), VersionId: shownVersionId(bucket, object.versionId) };
  },
);
