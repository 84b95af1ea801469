// DescribePolicy: tells what a policy says.

import type { DescribePolicyCommandInput, DescribePolicyCommandOutput } from "@aws-sdk/client-organizations";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { inspect } from "../organization.ts";
import { requirePolicy, showPolicy } from "../policies.ts";

export const describePolicy = defineOperation<Input<DescribePolicyCommandInput>, DescribePolicyCommandOutput>(
  "DescribePolicy",
  (input, context) => {
    return inspect(context, (tx, organization) => {
      return { Policy: showPolicy(organization, requirePolicy(tx, organization, input.PolicyId)) };
    });
  },
);
