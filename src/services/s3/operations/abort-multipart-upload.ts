// AbortMultipartUpload. AWS: AbortMultipartUpload (API reference).

import type { AbortMultipartUploadCommandInput, AbortMultipartUploadCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation } from "../operation.ts";
import { deleteUpload } from "../repo.ts";
import { requireUpload } from "../upload.ts";

export const abortMultipartUpload = defineS3Operation<
  Input<AbortMultipartUploadCommandInput>,
  AbortMultipartUploadCommandOutput
>("AbortMultipartUpload", ["UploadId"], (input, context) => {
  context.store.write((tx) => {
    const { bucket, upload } = requireUpload(tx, context, input);
    deleteUpload(tx, bucket.bucketName, upload);
  });
  return {};
});
