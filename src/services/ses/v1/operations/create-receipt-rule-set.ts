// CreateReceiptRuleSet: a rule set without rules.

import type { CreateReceiptRuleSetCommandInput, CreateReceiptRuleSetCommandOutput } from "@aws-sdk/client-ses";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { countOf } from "../../limits.ts";
import { MOST_RULE_SETS } from "../../receiving/rule-sets.ts";
import { ruleSets } from "../../repo.ts";
import { alreadyExists, invalidParameter, limitExceeded } from "../errors.ts";
import { isName } from "../shapes.ts";

export const createReceiptRuleSet = defineOperation<
  Input<CreateReceiptRuleSetCommandInput>,
  CreateReceiptRuleSetCommandOutput
>("CreateReceiptRuleSet", (input, context) => {
  const { RuleSetName: name } = input;
  if (!isName(name)) throw invalidParameter(`Invalid rule set name: ${name}`);
  context.store.write((tx) => {
    if (ruleSets.load(tx, context, name) !== undefined) throw alreadyExists(`Rule set already exists: ${name}`, name);
    if (countOf(ruleSets.list(tx, context)) >= MOST_RULE_SETS)
      throw limitExceeded(`You may not have more than ${MOST_RULE_SETS} rule sets.`);
    ruleSets.save(tx, context, { v: 1, name, createdAtMs: context.clock.nowMs(), rules: [] });
  });
  return {};
});
