// ListShards: a stream's shards, page by page, or those that a filter asks for.

import type { ListShardsCommandInput, ListShardsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidArgument } from "../errors.ts";
import { formatListToken, parseListToken, requireFreshToken } from "../list-token.ts";
import { firstReadable } from "../read.ts";
import { parseShardId, timeOfIndex } from "../sequence.ts";
import { compileShardFilter, describeShard } from "../shards.ts";
import { requireReadable, requireStream } from "../streams.ts";

export const listShards = defineOperation<Input<ListShardsCommandInput>, ListShardsCommandOutput>(
  "ListShards",
  (input, context) => {
    const { NextToken: token, MaxResults: limit = 1_000, ExclusiveStartShardId: startId } = input;
    const nowMs = context.clock.nowMs();
    const before = token === undefined ? undefined : parseListToken(token);
    if (before !== undefined) {
      // AWS: ListShards: NextToken goes with none of these.
      if (input.StreamName !== undefined || startId !== undefined || input.StreamCreationTimestamp !== undefined)
        throw invalidArgument(
          "NextToken and StreamName, StreamCreationTimestamp or ExclusiveStartShardId cannot be provided together.",
        );
      requireFreshToken(before, nowMs);
    }
    const stream = requireStream(context, before === undefined ? input : { StreamARN: before.streamArn });
    requireReadable(stream.record, stream.reference);
    const { StreamCreationTimestamp: createdAt } = input;
    // AWS: the timestamp tells streams of one name apart, of which only one is still there.
    const isThisOne =
      createdAt === undefined ||
      Math.floor(createdAt.getTime() / 1_000) === Math.floor(stream.record.createdAtMs / 1_000);
    if (!isThisOne) return { Shards: [] };
    const filter = before === undefined ? input.ShardFilter : (before.filter as typeof input.ShardFilter);
    const timed = filter?.Timestamp === undefined ? filter : { ...filter, Timestamp: new Date(filter.Timestamp) };
    const isWanted =
      timed === undefined
        ? () => true
        : compileShardFilter(timed, { nowMs, horizonMs: timeOfIndex(firstReadable(stream, nowMs)) });
    const after = parseShardId(before?.after ?? startId ?? "") ?? -1;
    const shards = [...stream.shards.values()].filter((shard) => shard.number > after && isWanted(shard));
    // AWS: ListShards: "If you specify a value greater than 1000, at most 1000 results are returned."
    const page = shards.slice(0, Math.min(limit, 1_000)).map(describeShard);
    const last = page.at(-1)?.ShardId;
    if (page.length === shards.length || last === undefined) return { Shards: page };
    const next = { streamArn: stream.arn, after: last, issuedAtMs: nowMs, ...(filter === undefined ? {} : { filter }) };
    return { Shards: page, NextToken: formatListToken(next) };
  },
);
