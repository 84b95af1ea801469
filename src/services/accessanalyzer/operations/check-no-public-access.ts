// CheckNoPublicAccess: does a resource's policy keep the public out?

import type { CheckNoPublicAccessCommandInput, CheckNoPublicAccessCommandOutput } from "@aws-sdk/client-accessanalyzer";
import { findPublicAccess } from "../../../iam/compare/checks.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { outcome, reasonsOf, requirePolicy } from "../policy-checks.ts";

export const checkNoPublicAccess = defineOperation<
  Input<CheckNoPublicAccessCommandInput>,
  CheckNoPublicAccessCommandOutput
>("CheckNoPublicAccess", ({ policyDocument }) => {
  const policy = requirePolicy(policyDocument, "resource");
  const found = findPublicAccess(policy);
  return outcome(found, () => reasonsOf(found, policy, "Public access granted in the following statement"), {
    passed: "The resource policy does not grant public access for the given resource type.",
    failed: "The resource policy grants public access for the given resource type.",
  });
});
