// DeletePublicAccessBlock. AWS: DeletePublicAccessBlock (API reference).

import type { DeletePublicAccessBlockCommandInput, DeletePublicAccessBlockCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { saveBucket } from "../repo.ts";

export const deletePublicAccessBlock = defineS3Operation<
  Input<DeletePublicAccessBlockCommandInput>,
  DeletePublicAccessBlockCommandOutput
>("DeletePublicAccessBlock", [], (input, context) => {
  context.store.write((tx) => {
    const { publicAccessBlock: _, ...bucket } = requireBucket(tx, context, input);
    saveBucket(tx, bucket);
  });
  return {};
});
