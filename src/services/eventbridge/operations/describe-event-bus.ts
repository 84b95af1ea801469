// DescribeEventBus: what is known of a bus, with its policy.

import type { DescribeEventBusCommandInput, DescribeEventBusCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeBus, requireBus } from "../buses/require.ts";
import { busAddress } from "../names.ts";

export const describeEventBus = defineOperation<Input<DescribeEventBusCommandInput>, DescribeEventBusCommandOutput>(
  "DescribeEventBus",
  (input, context) => {
    const { scope, busName } = busAddress(context, input.Name);
    return describeBus(
      scope,
      context.store.read((tx) => requireBus(tx, scope, busName)),
    );
  },
);
