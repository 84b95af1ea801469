// DescribeReceiptRule: one rule.

import type { DescribeReceiptRuleCommandInput, DescribeReceiptRuleCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleMissing, ruleSetMissing } from "../errors.ts";
import { writeRule } from "../shapes.ts";

export const describeReceiptRule = defineOperation<
  Input<DescribeReceiptRuleCommandInput>,
  DescribeReceiptRuleCommandOutput
>("DescribeReceiptRule", (input, context) => {
  const set = context.store.read((tx) => requireRuleSet(tx, context, input.RuleSetName, ruleSetMissing));
  const rule = set.rules.find(({ name }) => name === input.RuleName);
  if (rule === undefined) throw ruleMissing(input.RuleName);
  return { Rule: writeRule(rule) };
});
