// PutObjectAcl: buckets here have access control lists disabled, as new buckets at AWS have. AWS: "Controlling ownership
// of objects and disabling ACLs for your bucket" (user guide).

import type { PutObjectAclCommandInput, PutObjectAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { aclNotSupported } from "../errors.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation } from "../operation.ts";

export const putObjectAcl = defineS3Operation<Input<PutObjectAclCommandInput>, PutObjectAclCommandOutput>(
  "PutObjectAcl",
  [
    "ACL",
    "AccessControlPolicy",
    "GrantFullControl",
    "GrantRead",
    "GrantReadACP",
    "GrantWrite",
    "GrantWriteACP",
    "VersionId",
  ],
  async (input, context) => {
    await requireObject(context, input, "PUT");
    // AWS: the one list that says what is so anyway.
    if (input.ACL === "bucket-owner-full-control") return {};
    throw aclNotSupported();
  },
);
