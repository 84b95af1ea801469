// DeleteReceiptRule: removes a rule. AWS: one that does not exist is no error.

import type { DeleteReceiptRuleCommandInput, DeleteReceiptRuleCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { ruleSetMissing } from "../errors.ts";

export const deleteReceiptRule = defineOperation<Input<DeleteReceiptRuleCommandInput>, DeleteReceiptRuleCommandOutput>(
  "DeleteReceiptRule",
  (input, context) => {
    context.store.write((tx) => {
      const set = requireRuleSet(tx, context, input.RuleSetName, ruleSetMissing);
      ruleSets.save(tx, context, { ...set, rules: set.rules.filter(({ name }) => name !== input.RuleName) });
    });
    return {};
  },
);
