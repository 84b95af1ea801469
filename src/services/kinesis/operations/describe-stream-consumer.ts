// DescribeStreamConsumer: a consumer and its stream.

import type { DescribeStreamConsumerCommandInput, DescribeStreamConsumerCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConsumer } from "../consumers.ts";
import { describeConsumer } from "../describe.ts";
import { streamArn } from "../names.ts";

export const describeStreamConsumer = defineOperation<
  Input<DescribeStreamConsumerCommandInput>,
  DescribeStreamConsumerCommandOutput
>("DescribeStreamConsumer", (input, context) => {
  const { stream, consumer } = context.store.read((tx) => requireConsumer(tx, input));
  return {
    ConsumerDescription: {
      ...describeConsumer(stream, consumer),
      StreamARN: streamArn(stream, consumer.streamName),
    },
  };
});
