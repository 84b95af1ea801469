// GetShardIterator: a place in a shard from which records are read.

import type { GetShardIteratorCommandInput, GetShardIteratorCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { dryRun, rateExceeded, shardDoesNotExist, shardNotFound } from "../errors.ts";
import { formatIterator } from "../iterator.ts";
import { startIndex } from "../positions.ts";
import { rateKey, takeIterator } from "../rates.ts";
import { formatShardId, parseShardId } from "../sequence.ts";
import { requireUsable } from "../streams.ts";

export const getShardIterator = defineOperation<Input<GetShardIteratorCommandInput>, GetShardIteratorCommandOutput>(
  "GetShardIterator",
  (input, context) => {
    const stream = requireUsable(context, input);
    const { reference, record } = stream;
    const number = parseShardId(input.ShardId);
    if (number === undefined) throw shardNotFound(reference, input.ShardId);
    const shard = stream.shards.get(number);
    const shardId = formatShardId(number);
    if (shard === undefined) throw shardDoesNotExist(reference, shardId);
    const from = startIndex(context, stream, shard, {
      type: input.ShardIteratorType,
      sequenceNumber: input.StartingSequenceNumber,
      timestamp: input.Timestamp,
    });
    if (input.DryRun === true) throw dryRun();
    const nowMs = context.clock.nowMs();
    // AWS: GetShardIterator: five transactions a second for each open shard.
    if (!takeIterator(context.store, rateKey(record.contentId, number), nowMs)) throw rateExceeded(reference, shardId);
    const { account, region, streamName } = reference;
    const place = { account, region, streamName, contentId: record.contentId, shard: number };
    return { ShardIterator: formatIterator({ ...place, from, issuedAtMs: nowMs }) };
  },
);
