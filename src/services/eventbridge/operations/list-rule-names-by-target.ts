// ListRuleNamesByTarget: the rules of a bus that have a target.

import type {
  ListRuleNamesByTargetCommandInput,
  ListRuleNamesByTargetCommandOutput,
} from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireBus } from "../buses/require.ts";
import { busAddress } from "../names.ts";
import { parsePageToken, takePage } from "../pages.ts";
import { listRules } from "../repo.ts";

export const listRuleNamesByTarget = defineOperation<
  Input<ListRuleNamesByTargetCommandInput>,
  ListRuleNamesByTargetCommandOutput
>("ListRuleNamesByTarget", (input, context) => {
  const { scope, busName } = busAddress(context, input.EventBusName);
  const after = parsePageToken(input.NextToken);
  const { items, next } = context.store.read((tx) => {
    requireBus(tx, scope, busName);
    const rules = [...listRules(tx, scope, busName, after)];
    return takePage(
      rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === input.TargetArn)),
      input.Limit,
    );
  });
  return { RuleNames: items.map(({ name }) => name), ...next };
});
