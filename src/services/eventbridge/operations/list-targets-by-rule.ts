// ListTargetsByRule: the targets of a rule.

import type { ListTargetsByRuleCommandInput, ListTargetsByRuleCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { busAddress } from "../names.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { requireRule } from "../rules/require.ts";

export const listTargetsByRule = defineOperation<Input<ListTargetsByRuleCommandInput>, ListTargetsByRuleCommandOutput>(
  "ListTargetsByRule",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    const { targets } = context.store.read((tx) => requireRule(tx, scope, busName, input.Rule));
    const after = parsePageToken(input.NextToken);
    const named = targets.map((target) => ({ name: target.Id ?? "", target }));
    const start = after === undefined ? 0 : named.findIndex(({ name }) => name === after) + 1;
    const { items, next } = takePage(named.slice(start), input.Limit);
    return { Targets: items.map(({ target }) => target), ...next };
  },
);
