// DeregisterStreamConsumer: takes a reader's throughput away.

import type {
  DeregisterStreamConsumerCommandInput,
  DeregisterStreamConsumerCommandOutput,
} from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConsumer } from "../consumers.ts";
import { saveConsumer } from "../repo.ts";
import { consumerTopic } from "../subscriptions.ts";
import { enqueueConsumer } from "../transitions.ts";

export const deregisterStreamConsumer = defineOperation<
  Input<DeregisterStreamConsumerCommandInput>,
  DeregisterStreamConsumerCommandOutput
>("DeregisterStreamConsumer", (input, context) => {
  const arn = context.store.write((tx) => {
    const { stream, consumer, arn: found } = requireConsumer(tx, input);
    saveConsumer(tx, stream, { ...consumer, status: "DELETING" });
    const { streamName, name: consumerName, createdAtMs } = consumer;
    enqueueConsumer(context, tx, stream, { streamName, consumerName, createdAtMs });
    return found;
  });
  context.signals.notify(consumerTopic(arn));
  return {};
});
