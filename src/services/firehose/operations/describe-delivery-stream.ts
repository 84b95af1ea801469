// DescribeDeliveryStream: a stream, its source and its destination.

import type { DescribeDeliveryStreamCommandInput, DescribeDeliveryStreamCommandOutput } from "@aws-sdk/client-firehose";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeStream } from "../describe.ts";
import { requireStream } from "../streams.ts";

export const describeDeliveryStream = defineOperation<
  Input<DescribeDeliveryStreamCommandInput>,
  DescribeDeliveryStreamCommandOutput
>("DescribeDeliveryStream", ({ DeliveryStreamName: name, ExclusiveStartDestinationId: after }, context) => {
  const description = describeStream(context, requireStream(context, name));
  // AWS: "Currently, each Firehose stream can have only one destination": after it there is none.
  return { DeliveryStreamDescription: after === undefined ? description : { ...description, Destinations: [] } };
});
