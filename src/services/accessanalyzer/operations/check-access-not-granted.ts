// CheckAccessNotGranted: does a policy keep from allowing certain actions, or access to certain resources?

import type {
  CheckAccessNotGrantedCommandInput,
  CheckAccessNotGrantedCommandOutput,
} from "@aws-sdk/client-accessanalyzer";
import { findGranted } from "../../../iam/compare/checks.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter } from "../errors.ts";
import { outcome, reasonsOf, requirePolicy, sideOf } from "../policy-checks.ts";

export const checkAccessNotGranted = defineOperation<
  Input<CheckAccessNotGrantedCommandInput>,
  CheckAccessNotGrantedCommandOutput
>("CheckAccessNotGranted", ({ policyDocument, access: [access], policyType }) => {
  const { actions = [], resources = [] } = access ?? {};
  if (actions.length === 0 && resources.length === 0) {
    throw invalidParameter("At least one action or resource must be specified in the access.");
  }
  for (const action of actions) {
    if (action !== "*" && !/^[^:]+:[^:]+$/.test(action)) throw invalidParameter(`The action ${action} is not valid.`);
  }
  for (const resource of resources) {
    if (resource !== "*" && resource.split(":").length < 6)
      throw invalidParameter(`The resource ${resource} is not valid.`);
  }
  const side = sideOf(policyType);
  const policy = requirePolicy(policyDocument, side);
  const found = findGranted(
    policy,
    { ...(actions.length === 0 ? {} : { actions }), ...(resources.length === 0 ? {} : { resources }) },
    side,
  );
  // AWS: the examples of the AWS CLI and the SDK.
  const listed = [...(actions.length === 0 ? [] : ["actions"]), ...(resources.length === 0 ? [] : ["resources"])].join(
    " or ",
  );
  return outcome(found, () => reasonsOf(found, policy, `One or more of the listed ${listed} in the statement`), {
    passed: `The policy document does not grant access to perform one or more of the listed ${listed}.`,
    failed: `The policy document grants access to perform one or more of the listed ${listed}.`,
  });
});
