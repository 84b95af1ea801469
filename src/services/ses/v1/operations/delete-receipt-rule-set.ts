// DeleteReceiptRuleSet: removes a rule set with its rules, unless it is the active one. AWS: one that does not exist is no error.

import type { DeleteReceiptRuleSetCommandInput, DeleteReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { activeRuleSet, ruleSets } from "../../repo.ts";
import { cannotDelete } from "../errors.ts";

export const deleteReceiptRuleSet = defineOperation<
  Input<DeleteReceiptRuleSetCommandInput>,
  DeleteReceiptRuleSetCommandOutput
>("DeleteReceiptRuleSet", (input, context) => {
  const { RuleSetName: name } = input;
  context.store.write((tx) => {
    if (activeRuleSet(tx, context) === name) throw cannotDelete(name);
    ruleSets.remove(tx, context, name);
  });
  return {};
});
