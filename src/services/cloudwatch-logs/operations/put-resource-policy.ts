// PutResourcePolicy: lets services of AWS write into the account's log groups. AWS: PutResourcePolicy (API reference).

import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, limitExceeded, notImplemented } from "../errors.ts";
import type { ResourcePolicyRecord } from "../records.ts";
import { listResourcePolicies, saveResourcePolicy } from "../repo.ts";
import { MOST_POLICIES, resourcePolicyShape, statementsOf } from "../resource-policies.ts";

export const putResourcePolicy = defineOperation<Input<PutResourcePolicyCommandInput>, PutResourcePolicyCommandOutput>(
  "PutResourcePolicy",
  ({ policyName, policyDocument, resourceArn, expectedRevisionId }, context) => {
    if (resourceArn !== undefined || expectedRevisionId !== undefined)
      throw notImplemented("resource policies of single log groups");
    if (policyName === undefined || policyName === "") throw invalidParameter("Policy name must not be empty.");
    if (policyDocument === undefined) throw invalidParameter("Policy document must not be empty.");
    statementsOf(policyDocument);
    const record: ResourcePolicyRecord = {
      v: 1,
      policyName,
      document: policyDocument,
      updatedAtMs: context.clock.nowMs(),
    };
    context.store.write((tx) => {
      const others = listResourcePolicies(tx, context).filter((each) => each.policyName !== policyName);
      if (others.length >= MOST_POLICIES) throw limitExceeded();
      saveResourcePolicy(tx, context, record);
    });
    return { resourcePolicy: resourcePolicyShape(record) };
  },
);
