// PutTargets: adds targets to a rule, or replaces those of the same ids.

import type { PutTargetsCommandInput, PutTargetsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { limitExceeded, validation } from "../errors.ts";
import { busAddress } from "../names.ts";
import { saveRule } from "../repo.ts";
import { requireRule } from "../rules/require.ts";
import { requireTarget } from "../rules/targets.ts";

// LIMIT: AWS: PutTargets: each rule can have up to five targets.
const MOST_TARGETS = 5;

export const putTargets = defineOperation<Input<PutTargetsCommandInput>, PutTargetsCommandOutput>(
  "PutTargets",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    const { Targets } = input;
    for (const target of Targets) requireTarget(context, target);
    const ids = Targets.map(({ Id }) => Id);
    if (new Set(ids).size < ids.length) throw validation("Duplicate target ids in the request.");
    context.store.write((tx) => {
      const rule = requireRule(tx, scope, busName, input.Rule);
      const kept = rule.targets.filter(({ Id }) => !ids.includes(Id ?? ""));
      if (kept.length + Targets.length > MOST_TARGETS)
        throw limitExceeded("The requested resource exceeds the maximum number allowed.");
      saveRule(tx, scope, { ...rule, targets: [...kept, ...Targets] });
    });
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
);
