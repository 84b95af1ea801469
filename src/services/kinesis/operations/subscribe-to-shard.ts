// SubscribeToShard: pushes a shard's records to a consumer for up to five minutes.

import type { SubscribeToShardCommandInput, SubscribeToShardCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireConsumer } from "../consumers.ts";
import { resourceInUse, shardDoesNotExist, shardNotFound } from "../errors.ts";
import { streamArn } from "../names.ts";
import { startIndex } from "../positions.ts";
import { formatShardId, parseShardId } from "../sequence.ts";
import { requireUsable } from "../streams.ts";
import { subscribe } from "../subscriptions.ts";

export const subscribeToShard = defineOperation<Input<SubscribeToShardCommandInput>, SubscribeToShardCommandOutput>(
  "SubscribeToShard",
  (input, context) => {
    const found = context.store.read((tx) => requireConsumer(tx, input));
    const { consumer, arn } = found;
    if (consumer.status !== "ACTIVE")
      // AWS: inferred: "A consumer can't read data while in the CREATING or DELETING states."
      throw resourceInUse(`Consumer ${arn} is not ACTIVE, instead in state ${consumer.status}`);
    const stream = requireUsable(context, { StreamARN: streamArn(found.stream, consumer.streamName) });
    const number = parseShardId(input.ShardId);
    if (number === undefined) throw shardNotFound(stream.reference, input.ShardId);
    const shard = stream.shards.get(number);
    if (shard === undefined) throw shardDoesNotExist(stream.reference, formatShardId(number));
    const { StartingPosition: position } = input;
    const from = startIndex(context, stream, shard, {
      type: position.Type,
      sequenceNumber: position.SequenceNumber,
      timestamp: position.Timestamp,
    });
    return { EventStream: subscribe(context, { consumerArn: arn, stream, shard: number, from }) };
  },
);
