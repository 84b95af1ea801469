// GetObjectAcl. AWS: GetObjectAcl (API reference): where lists are disabled, the bucket's owner is said to have full
// control.

import type { GetObjectAclCommandInput, GetObjectAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { formatAcl } from "../acl.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";
import { areAclsDisabled } from "../ownership.ts";

export const getObjectAcl = defineS3Operation<Input<GetObjectAclCommandInput>, GetObjectAclCommandOutput>(
  "GetObjectAcl",
  ["VersionId"],
  async (input, context) => {
    const { bucket, object } = await requireObject(context, input, "GET");
    return areAclsDisabled(bucket) ? formatAcl(bucket.account) : formatAcl(object.owner ?? bucket.account, object.acl);
  },
);
