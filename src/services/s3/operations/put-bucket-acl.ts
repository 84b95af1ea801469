// PutBucketAcl. AWS: PutBucketAcl (API reference).

import type { PutBucketAclCommandInput, PutBucketAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { ACL_MEMBERS, requireAcl } from "../acl.ts";
import { aclNotSupported } from "../errors.ts";
import { defineS3Operation, requireBucket } from "../operation.ts";
import { areAclsDisabled, refuseIfBlocked } from "../ownership.ts";
import { saveBucket } from "../repo.ts";

export const putBucketAcl = defineS3Operation<Input<PutBucketAclCommandInput>, PutBucketAclCommandOutput>(
  "PutBucketAcl",
  ["AccessControlPolicy", ...ACL_MEMBERS],
  (input, context) => {
    context.store.write((tx) => {
      const bucket = requireBucket(tx, context, input);
      const { account } = bucket;
      const acl = requireAcl(input, "bucket", { owner: account, bucketOwner: account });
      if (areAclsDisabled(bucket)) throw aclNotSupported();
      refuseIfBlocked(acl, bucket, context, "s3:PutBucketAcl");
      saveBucket(tx, { ...bucket, acl });
    });
    return {};
  },
);
