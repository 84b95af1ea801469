// ListRules: the rules of a bus.

import type { ListRulesCommandInput, ListRulesCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { busAddress } from "../names.ts";
import { parsePageToken, takePage, withPrefix } from "../pages.ts";
import { listRules as rulesOf } from "../repo.ts";
import { describeRule } from "../rules/require.ts";

export const listRules = defineOperation<Input<ListRulesCommandInput>, ListRulesCommandOutput>(
  "ListRules",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.EventBusName);
    const after = parsePageToken(input.NextToken);
    const { items, next } = context.store.read((tx) => {
      requireBus(tx, scope, busName);
      return takePage(withPrefix(rulesOf(tx, scope, busName, after), input.NamePrefix), input.Limit);
    });
    return { Rules: items.map((rule) => describeRule(scope, rule)), ...next };
  },
);
