// SetActiveReceiptRuleSet: the rule set that applies from now on; none, where none is named.

import type { SetActiveReceiptRuleSetCommandInput, SetActiveReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { requireRuleSet } from "../../receiving/rule-sets.ts";
import { setActiveRuleSet } from "../../repo.ts";
import { ruleSetMissing } from "../errors.ts";

export const setActiveReceiptRuleSet = defineOperation<
  Input<SetActiveReceiptRuleSetCommandInput>,
  SetActiveReceiptRuleSetCommandOutput
>("SetActiveReceiptRuleSet", (input, context) => {
  const { RuleSetName: name } = input;
  context.store.write((tx) => {
    if (name !== undefined) requireRuleSet(tx, context, name, ruleSetMissing);
    setActiveRuleSet(tx, context, name);
  });
  return {};
});
