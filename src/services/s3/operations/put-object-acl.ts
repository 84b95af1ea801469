// PutObjectAcl. AWS: PutObjectAcl (API reference).

import type { PutObjectAclCommandInput, PutObjectAclCommandOutput } from "@aws-sdk/client-s3";
import type { Input } from "../../../service/apis.ts";
import { ACL_MEMBERS, requireAcl } from "../acl.ts";
import { aclNotSupported } from "../errors.ts";
import { enqueueEvent } from "../notify.ts";
import { requireObject } from "../object-reading.ts";
import { defineS3Operation, requireBucket, shownVersionId } from "../operation.ts";
import { areAclsDisabled, refuseIfBlocked } from "../ownership.ts";
import { replaceVersion } from "../repo.ts";

export const putObjectAcl = defineS3Operation<Input<PutObjectAclCommandInput>, PutObjectAclCommandOutput>(
  "PutObjectAcl",
  ["AccessControlPolicy", "VersionId", ...ACL_MEMBERS],
  async (input, context) => {
    const { bucket, object } = await requireObject(context, input, "PUT");
    const bucketOwner = bucket.account;
    const acl = requireAcl(input, "object", { owner: object.owner ?? bucketOwner, bucketOwner });
    if (areAclsDisabled(bucket)) {
      // AWS: the one list that says what is so anyway.
      if (input.ACL === "bucket-owner-full-control") return {};
      throw aclNotSupported();
    }
    refuseIfBlocked(acl, bucket, context, "s3:PutObjectAcl", input.Key);
    context.store.write((tx) => {
      const present = requireBucket(tx, context, input);
      replaceVersion(tx, present, input.Key, object.versionId, { acl });
      const { etag } = object;
      const versionId = shownVersionId(bucket, object.versionId);
      enqueueEvent(tx, context, present, { eventName: "ObjectAcl:Put", key: input.Key, etag, versionId });
    });
    return {};
  },
);
