// PutBucketOwnershipControls. AWS: PutBucketOwnershipControls (API reference).

import type {
  PutBucketOwnershipControlsCommandInput,
  PutBucketOwnershipControlsCommandOutput,
} from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { isOwnersOnly } from "../acl.ts";
import { invalidBucketAcl, malformedXml } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { isObjectOwnership } from "../ownership.ts";
import { saveBucket } from "../repo.ts";

export const putBucketOwnershipControls = defineS3Operation<
  Input<PutBucketOwnershipControlsCommandInput>,
  PutBucketOwnershipControlsCommandOutput
>("PutBucketOwnershipControls", ["OwnershipControls"], (input, context) => {
  const [rule, ...others] = input.OwnershipControls.Rules;
  const ownership = rule?.ObjectOwnership;
  if (others.length > 0 || !isObjectOwnership(ownership)) throw malformedXml();
  context.store.write((tx) => {
    const bucket = requireBucket(tx, context, input);
    // AWS: a list that lets others in must go first.
    if (ownership === "BucketOwnerEnforced" && !isOwnersOnly(bucket.acl ?? [], bucket.account))
      throw invalidBucketAcl();
    saveBucket(tx, { ...bucket, ownership });
  });
  return {};
});
