// ReorderReceiptRuleSet: another order of all the rules of a set.

import type { ReorderReceiptRuleSetCommandInput, ReorderReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { invalidParameter, ruleMissing, ruleSetMissing } from "../errors.ts";

export const reorderReceiptRuleSet = defineOperation<
  Input<ReorderReceiptRuleSetCommandInput>,
  ReorderReceiptRuleSetCommandOutput
>("ReorderReceiptRuleSet", (input, context) => {
  const { RuleSetName: name, RuleNames: names } = input;
  context.store.write((tx) => {
    const set = requireRuleSet(tx, context, name, ruleSetMissing);
    const rules = names.map((wanted) => {
      const rule = set.rules.find((one) => one.name === wanted);
      if (rule === undefined) throw ruleMissing(wanted);
      return rule;
    });
    // AWS: ReorderReceiptRuleSet: "All of the rules in the rule set must be represented in this request."
    if (new Set(names).size !== names.length || names.length !== set.rules.length)
      throw invalidParameter("All of the rules in the rule set must be given, each once.");
    ruleSets.save(tx, context, { ...set, rules });
  });
  return {};
});
