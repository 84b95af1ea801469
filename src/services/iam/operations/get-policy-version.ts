// GetPolicyVersion: gives a version of a managed policy with its document.

import type { GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput } from "@aws-sdk/client-iam";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { encodeDocument } from "../documents.ts";
import { readPolicy, requireVersion } from "../own-policies.ts";

export const getPolicyVersion = defineOperation<Input<GetPolicyVersionCommandInput>, GetPolicyVersionCommandOutput>(
  "GetPolicyVersion",
  (input, context) => {
    const policy = readPolicy(context, input.PolicyArn);
    const version = requireVersion(policy, input.VersionId);
    return {
      PolicyVersion: {
        Document: encodeDocument(version.document),
        VersionId: version.id,
        IsDefaultVersion: version.id === policy.record.defaultVersionId,
        CreateDate: new Date(version.createdAtMs),
      },
    };
  },
);
