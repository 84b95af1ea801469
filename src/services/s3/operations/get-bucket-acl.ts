// GetBucketAcl. AWS: GetBucketAcl (API reference): where lists are disabled, the owner is said to have full control.

import type { GetBucketAclCommandInput, GetBucketAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { formatAcl } from "../acl.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { areAclsDisabled } from "../ownership.ts";

export const getBucketAcl = defineS3Operation<Input<GetBucketAclCommandInput>, GetBucketAclCommandOutput>(
  "GetBucketAcl",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    return formatAcl(bucket.account, areAclsDisabled(bucket) ? undefined : bucket.acl);
  },
);
