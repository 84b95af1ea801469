// DeleteRule: removes a rule without targets; one that is not there is no error.

import type { DeleteRuleCommandInput, DeleteRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { validation } from "../errors.ts";
import { busAddress } from "../names.ts";
import { loadRule, removeRule } from "../repo.ts";

export const deleteRule = defineOperation<Input<DeleteRuleCommandInput>, DeleteRuleCommandOutput>(
  "DeleteRule",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    context.store.write((tx) => {
      requireBus(tx, scope, busName);
      const rule = loadRule(tx, scope, busName, input.Name);
      if (rule === undefined) return;
      if (rule.targets.length > 0) throw validation("Rule can't be deleted since it has targets.");
      if (rule.schedule !== undefined) context.jobs.cancel(tx, rule.schedule.jobId);
      removeRule(tx, scope, rule);
    });
    return {};
  },
);
