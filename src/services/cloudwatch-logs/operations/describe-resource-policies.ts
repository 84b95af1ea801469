// DescribeResourcePolicies: which services of AWS may write here. AWS: DescribeResourcePolicies (API reference).

import type {
  DescribeResourcePoliciesCommandInput,
  DescribeResourcePoliciesCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notImplemented } from "../errors.ts";
import { listResourcePolicies } from "../repo.ts";
import { resourcePolicyShape } from "../resource-policies.ts";

/** There are ten at most: one page has them all. */
export const describeResourcePolicies = defineOperation<
  Input<DescribeResourcePoliciesCommandInput>,
  DescribeResourcePoliciesCommandOutput
>("DescribeResourcePolicies", ({ policyScope, resourceArn }, context) => {
  if (resourceArn !== undefined || policyScope === "RESOURCE")
    throw notImplemented("resource policies of single log groups");
  const policies = context.store.read((tx) => listResourcePolicies(tx, context));
  return { resourcePolicies: policies.map(resourcePolicyShape) };
});
