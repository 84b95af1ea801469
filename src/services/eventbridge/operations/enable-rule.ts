// EnableRule: lets a rule run again.

import type { EnableRuleCommandInput, EnableRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { busAddress } from "../names.ts";
import { saveRule } from "../repo.ts";
import { requireRule } from "../rules/require.ts";
import { withSchedule } from "../rules/schedule.ts";

export const enableRule = defineOperation<Input<EnableRuleCommandInput>, EnableRuleCommandOutput>(
  "EnableRule",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    context.store.write((tx) => {
      const rule = requireRule(tx, scope, busName, input.Name);
      if (rule.state !== "ENABLED")
        saveRule(tx, scope, withSchedule(tx, context, scope, { ...rule, state: "ENABLED" }));
    });
    return {};
  },
);
