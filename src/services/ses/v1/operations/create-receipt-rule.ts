// CreateReceiptRule: another rule, behind the one that is named, else before all. SES tries what it is to do.

import type { CreateReceiptRuleCommandInput, CreateReceiptRuleCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireDoable } from "../../receiving/reachable.ts";
import { insertRule, MOST_RULES, requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import {
  alreadyExists,
  invalidBucket,
  invalidFunction,
  invalidTopic,
  limitExceeded,
  ruleMissing,
  ruleSetMissing,
} from "../errors.ts";
import { readRule } from "../shapes.ts";

export const createReceiptRule = defineOperation<Input<CreateReceiptRuleCommandInput>, CreateReceiptRuleCommandOutput>(
  "CreateReceiptRule",
  async (input, context) => {
    const { RuleSetName: name, After: after } = input;
    const rule = readRule(input.Rule);
    const withRule = () =>
      context.store.read((tx) => {
        const set = requireRuleSet(tx, context, name, ruleSetMissing);
        if (set.rules.some((one) => one.name === rule.name))
          throw alreadyExists(`Rule already exists: ${rule.name}`, rule.name);
        if (set.rules.length >= MOST_RULES)
          throw limitExceeded(`You may not have more than ${MOST_RULES} rules in a rule set.`);
        return { ...set, rules: insertRule(set.rules, rule, after, ruleMissing) };
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
