// MergeShards: closes two shards whose hash keys are adjacent, and opens one for both.

import type { MergeShardsCommandInput, MergeShardsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { onlyProvisioned, shardClosed, shardNotFound, shardsNotAdjacent } from "../errors.ts";
import { after } from "../hash-keys.ts";
import { formatShardId, parseShardId } from "../sequence.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const mergeShards = defineOperation<Input<MergeShardsCommandInput>, MergeShardsCommandOutput>(
  "MergeShards",
  (input, context) => {
    const { reference, shards } = requireStream(context, input);
    const numbers = [input.ShardToMerge, input.AdjacentShardToMerge].map((shardId) => {
      const number = parseShardId(shardId);
      if (number === undefined) throw shardNotFound(reference, shardId);
      return number;
    });
    changeStream(context.store, reference, (record, tx) => {
      if (record.mode === "ON_DEMAND") throw onlyProvisioned("MergeShards");
      requireActive(record, reference);
      const [shard, adjacent] = numbers.map((number) => {
        const found = shards.get(number);
        if (found === undefined) throw shardNotFound(reference, formatShardId(number));
        if (found.closed !== undefined) throw shardClosed(reference, formatShardId(number));
        return found;
      });
      if (shard === undefined || adjacent === undefined) return undefined;
      const isAdjacent =
        shard.number !== adjacent.number &&
        (after(shard.endHash) === adjacent.startHash || after(adjacent.endHash) === shard.startHash);
      if (!isAdjacent) throw shardsNotAdjacent(reference, formatShardId(shard.number), formatShardId(adjacent.number));
      const change = { kind: "merge", shard: shard.number, adjacent: adjacent.number } as const;
      enqueueChange(context, tx, reference, record, change);
      return { ...record, status: "UPDATING" };
    });
    return {};
  },
);
