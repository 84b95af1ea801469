// DescribeApiDestination: what is known of an API destination.

import type {
  DescribeApiDestinationCommandInput,
  DescribeApiDestinationCommandOutput,
} from "@aws-sdk/client-eventbridge";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeApiDestination as describe, requireApiDestination } from "../destinations/require.ts";

export const describeApiDestination = defineOperation<
  Input<DescribeApiDestinationCommandInput>,
  DescribeApiDestinationCommandOutput
>("DescribeApiDestination", (input, context) => {
  const destination = context.store.read((tx) => requireApiDestination(tx, context, input.Name));
  return {
    ...describe(context, destination),
    ...(destination.description === undefined ? {} : { Description: destination.description }),
  };
});
