// CheckNoNewAccess: does an updated policy allow anything that the existing one does not?

import type { CheckNoNewAccessCommandInput, CheckNoNewAccessCommandOutput } from "@aws-sdk/client-accessanalyzer";
import { findNewAccess } from "../../../iam/compare/checks.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { outcome, reasonsOf, requirePolicy, sideOf } from "../policy-checks.ts";

export const checkNoNewAccess = defineOperation<Input<CheckNoNewAccessCommandInput>, CheckNoNewAccessCommandOutput>(
  "CheckNoNewAccess",
  ({ newPolicyDocument, existingPolicyDocument, policyType }) => {
    const side = sideOf(policyType);
    const policy = requirePolicy(newPolicyDocument, side);
    const found = findNewAccess(policy, requirePolicy(existingPolicyDocument, side), side);
    return outcome(found, () => reasonsOf(found, policy, "New access in the statement"), {
      passed: "The modified permissions do not grant new access compared to your existing policy.",
      failed: "The modified permissions grant new access compared to your existing policy.",
    });
  },
);
