// DisableRule: keeps a rule from running.

import type { DisableRuleCommandInput, DisableRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { busAddress } from "../names.ts";
import { saveRule } from "../repo.ts";
import { requireRule } from "../rules/require.ts";
import { withSchedule } from "../rules/schedule.ts";

export const disableRule = defineOperation<Input<DisableRuleCommandInput>, DisableRuleCommandOutput>(
  "DisableRule",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    context.store.write((tx) => {
      const rule = requireRule(tx, scope, busName, input.Name);
      if (rule.state !== "DISABLED")
        saveRule(tx, scope, withSchedule(tx, context, scope, { ...rule, state: "DISABLED" }));
    });
    return {};
  },
);
