// GetBucketAcl. AWS: GetBucketAcl (API reference): the owner
// owns all, for access control lists are disabled.

import type { GetBucketAclCommandInput, GetBucketAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { canonicalUserId, defineS3Operation, requireBucket } from "../operation.ts";

export const getBucketAcl = defineS3Operation<Input<GetBucketAclCommandInput>, GetBucketAclCommandOutput>(
  "GetBucketAcl",
  [],
  (input, context) => {
    const bucket = context.store.read((tx) => requireBucket(tx, context, input));
    const owner = { ID: canonicalUserId(bucket.account) };
    return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] };
  },
);
