// RegisterStreamConsumer: gives a reader a throughput of its own.

import type { RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { describeConsumer } from "../describe.ts";
import { limitExceeded, resourceInUse } from "../errors.ts";
import type { ConsumerRecord } from "../records.ts";
import { listConsumers, loadConsumer, saveConsumer } from "../repo.ts";
import { requireActive, requireStream } from "../streams.ts";
import { addTags } from "../tags.ts";
import { enqueueConsumer } from "../transitions.ts";

export const registerStreamConsumer = defineOperation<
  Input<RegisterStreamConsumerCommandInput>,
  RegisterStreamConsumerCommandOutput
>("RegisterStreamConsumer", (input, context) => {
  const { reference, record } = requireStream(context, input);
  const { ConsumerName: name } = input;
  requireActive(record, reference);
  const createdAtMs = context.clock.nowMs();
  const consumer: ConsumerRecord = {
    v: 1,
    name,
    streamName: record.name,
    status: "CREATING",
    createdAtMs,
    tags: addTags({}, input.Tags ?? {}),
  };
  context.store.write((tx) => {
    // AWS: observed: the wording of the others is inferred.
    if (loadConsumer(tx, reference, record.name, name) !== undefined)
      throw resourceInUse(
        `Consumer ${name} of stream ${record.name} under account ${reference.account} already exists.`,
      );
    const consumers = [...listConsumers(tx, reference, record.name)];
    if (consumers.length >= LIMITS.consumers)
      throw limitExceeded(
        `Stream ${record.name} under account ${reference.account} has reached its limit of ${LIMITS.consumers} registered consumers.`,
      );
    if (consumers.filter(({ status }) => status === "CREATING").length >= LIMITS.creatingConsumers)
      throw limitExceeded(`Stream ${record.name} has ${LIMITS.creatingConsumers} consumers in CREATING state.`);
    saveConsumer(tx, reference, consumer);
    enqueueConsumer(context, tx, reference, { streamName: record.name, consumerName: name, createdAtMs });
  });
  return { Consumer: describeConsumer(reference, consumer) };
});
