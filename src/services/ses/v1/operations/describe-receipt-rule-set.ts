// DescribeReceiptRuleSet: a rule set with its rules.

import type { DescribeReceiptRuleSetCommandInput, DescribeReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSetMissing } from "../errors.ts";
import { writeRule } from "../shapes.ts";

export const describeReceiptRuleSet = defineOperation<
  Input<DescribeReceiptRuleSetCommandInput>,
  DescribeReceiptRuleSetCommandOutput
>("DescribeReceiptRuleSet", (input, context) => {
  const set = context.store.read((tx) => requireRuleSet(tx, context, input.RuleSetName, ruleSetMissing));
  return {
    Metadata: { Name: set.name, CreatedTimestamp: new Date(set.createdAtMs) },
    Rules: set.rules.map(writeRule),
  };
});
