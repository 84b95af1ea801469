// CloneReceiptRuleSet: a rule set with the rules of another.

import type { CloneReceiptRuleSetCommandInput, CloneReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf } from "../../limits.ts";
import { MOST_RULE_SETS, requireRuleSet } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { alreadyExists, invalidParameter, limitExceeded, ruleSetMissing } from "../errors.ts";
import { isName } from "../shapes.ts";

export const cloneReceiptRuleSet = defineOperation<
  Input<CloneReceiptRuleSetCommandInput>,
  CloneReceiptRuleSetCommandOutput
>("CloneReceiptRuleSet", (input, context) => {
  const { RuleSetName: name, OriginalRuleSetName: original } = input;
  if (!isName(name)) throw invalidParameter(`Invalid rule set name: ${name}`);
  context.store.write((tx) => {
    const { rules } = requireRuleSet(tx, context, original, ruleSetMissing);
    if (ruleSets.load(tx, context, name) !== undefined) throw alreadyExists(`Rule set already exists: ${name}`, name);
    if (countOf(ruleSets.list(tx, context)) >= MOST_RULE_SETS)
      throw limitExceeded(`You may not have more than ${MOST_RULE_SETS} rule sets.`);
    ruleSets.save(tx, context, { v: 1, name, createdAtMs: context.clock.nowMs(), rules });
  });
  return {};
});
