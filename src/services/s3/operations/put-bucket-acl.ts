// PutBucketAcl: buckets here have access control lists disabled, as new buckets at AWS have. AWS: "Controlling ownership
// of objects and disabling ACLs for your bucket" (user guide).

import type { PutBucketAclCommandInput, PutBucketAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { aclNotSupported } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";

export const putBucketAcl = defineS3Operation<Input<PutBucketAclCommandInput>, PutBucketAclCommandOutput>(
  "PutBucketAcl",
  ["ACL", "AccessControlPolicy", "GrantFullControl", "GrantRead", "GrantReadACP", "GrantWrite", "GrantWriteACP"],
  (input, context) => {
    context.store.read((tx) => requireBucket(tx, context, input));
    throw aclNotSupported();
  },
);
