// DeleteSubscriptionFilter. AWS: DeleteSubscriptionFilter (API reference).

import type {
  DeleteSubscriptionFilterCommandInput,
  DeleteSubscriptionFilterCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { subscriptionFilterNotFound } from "../errors.ts";
import { requireGroup } from "../log-group.ts";
import { deleteSubscription } from "../repo.ts";

export const deleteSubscriptionFilter = defineOperation<
  Input<DeleteSubscriptionFilterCommandInput>,
  DeleteSubscriptionFilterCommandOutput
>("DeleteSubscriptionFilter", ({ logGroupName, filterName }, context) => {
  context.store.write((tx) => {
    const { groupId } = requireGroup(tx, context, logGroupName);
    if (!deleteSubscription(tx, context, groupId, filterName)) throw subscriptionFilterNotFound();
  });
  return {};
});
