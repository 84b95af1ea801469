// DescribeRule: what is known of a rule, but for its targets.

import type { DescribeRuleCommandInput, DescribeRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { busAddress } from "../names.ts";
import { describeRule as describe, requireRule } from "../rules/require.ts";

export const describeRule = defineOperation<Input<DescribeRuleCommandInput>, DescribeRuleCommandOutput>(
  "DescribeRule",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    const rule = context.store.read((tx) => requireRule(tx, scope, busName, input.Name));
    return { ...describe(scope, rule), CreatedBy: rule.createdBy };
  },
);
