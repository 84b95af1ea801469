// UpdateReceiptRule: a rule says something else. SES tries what it is to do.

import type { UpdateReceiptRuleCommandInput, UpdateReceiptRuleCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireDoable } from "../../receiving/reachable.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { invalidBucket, invalidFunction, invalidTopic, ruleMissing, ruleSetMissing } from "../errors.ts";
import { readRule } from "../shapes.ts";

export const updateReceiptRule = defineOperation<Input<UpdateReceiptRuleCommandInput>, UpdateReceiptRuleCommandOutput>(
  "UpdateReceiptRule",
  async (input, context) => {
    const { RuleSetName: name } = input;
    const rule = readRule(input.Rule);
    const withRule = () =>
      context.store.read((tx) => {
        const set = requireRuleSet(tx, context, name, ruleSetMissing);
        if (!set.rules.some((one) => one.name === rule.name)) throw ruleMissing(rule.name);
        return { ...set, rules: set.rules.map((one) => (one.name === rule.name ? rule : one)) };
      });
    withRule();
    await requireDoable(context, context, name, rule, {
      topic: invalidTopic,
      bucket: invalidBucket,
      function: invalidFunction,
    });
    context.store.write((tx) => ruleSets.save(tx, context, withRule()));
    return {};
  },
);
