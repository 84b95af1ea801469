// RemoveTargets: takes targets from a rule.

import type { RemoveTargetsCommandInput, RemoveTargetsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { busAddress } from "../names.ts";
import { saveRule } from "../repo.ts";
import { requireRule } from "../rules/require.ts";

export const removeTargets = defineOperation<Input<RemoveTargetsCommandInput>, RemoveTargetsCommandOutput>(
  "RemoveTargets",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    const unknown = context.store.write((tx) => {
      const rule = requireRule(tx, scope, busName, input.Rule);
      const targets = rule.targets.filter(({ Id }) => !input.Ids.includes(Id ?? ""));
      if (targets.length < rule.targets.length) saveRule(tx, scope, { ...rule, targets });
      return input.Ids.filter((id) => !rule.targets.some(({ Id }) => Id === id));
    });
    const FailedEntries = unknown.map((TargetId) => ({
      TargetId,
      ErrorCode: "ResourceNotFoundException",
      ErrorMessage: `Rule ${input.Rule} does not have target ${TargetId}.`,
    }));
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  },
);
