// GetObjectAcl. AWS: GetObjectAcl (API reference): the owner
// owns all, for access control lists are disabled.

import type { GetObjectAclCommandInput, GetObjectAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { requireObject } from "../object-reading.ts";
import { canonicalUserId, defineS3Operation } from "../operation.ts";

export const getObjectAcl = defineS3Operation<Input<GetObjectAclCommandInput>, GetObjectAclCommandOutput>(
  "GetObjectAcl",
  ["VersionId"],
  async (input, context) => {
    const { bucket } = await requireObject(context, input, "GET");
    const owner = { ID: canonicalUserId(bucket.account) };
    return { Owner: owner, Grants: [{ Grantee: { ...owner, Type: "CanonicalUser" }, Permission: "FULL_CONTROL" }] };
  },
);
