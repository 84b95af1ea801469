// Unsubscribe: ends a subscription; one that is gone is success.

import type { UnsubscribeCommandInput, UnsubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { endSubscription } from "../end-subscription.ts";

export const unsubscribe = defineOperation<Input<UnsubscribeCommandInput>, UnsubscribeCommandOutput>(
  "Unsubscribe",
  (input, context) => {
    endSubscription(context, input.SubscriptionArn, context.account);
    return {};
  },
);
