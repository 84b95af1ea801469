// ListSubscriptions: the account's subscriptions in this region, in pages of 100.

import type { ListSubscriptionsCommandInput, ListSubscriptionsCommandOutput } from "@aws-sdk/client-sns";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { pageOfAccount } from "../subscription-pages.ts";

export const listSubscriptions = defineOperation<Input<ListSubscriptionsCommandInput>, ListSubscriptionsCommandOutput>(
  "ListSubscriptions",
  (input, context) => context.store.read((tx) => pageOfAccount(tx, context, input.NextToken)),
);
