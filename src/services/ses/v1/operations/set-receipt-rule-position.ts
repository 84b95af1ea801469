// SetReceiptRulePosition: another place of a rule.

import type { SetReceiptRulePositionCommandInput, SetReceiptRulePositionCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { insertRule, requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { ruleMissing, ruleSetMissing } from "../errors.ts";

export const setReceiptRulePosition = defineOperation<
  Input<SetReceiptRulePositionCommandInput>,
  SetReceiptRulePositionCommandOutput
>("SetReceiptRulePosition", (input, context) => {
  const { RuleSetName: name, RuleName: ruleName, After: after } = input;
  context.store.write((tx) => {
    const set = requireRuleSet(tx, context, name, ruleSetMissing);
    const rule = set.rules.find((one) => one.name === ruleName);
    if (rule === undefined) throw ruleMissing(ruleName);
    const others = set.rules.filter((one) => one.name !== ruleName);
    ruleSets.save(tx, context, { ...set, rules: insertRule(others, rule, after, ruleMissing) });
  });
  return {};
});
