// SplitShard: closes a shard, and opens two that share its hash keys.

import type { SplitShardCommandInput, SplitShardCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidArgument, onlyProvisioned, shardClosed, shardNotFound } from "../errors.ts";
import { formatHashKey, parseHashKey } from "../hash-keys.ts";
import { parseShardId, formatShardId } from "../sequence.ts";
import { requireShardQuota } from "../shard-quota.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const splitShard = defineOperation<Input<SplitShardCommandInput>, SplitShardCommandOutput>(
  "SplitShard",
  (input, context) => {
    const { reference, shards } = requireStream(context, input);
    const number = parseShardId(input.ShardToSplit);
    if (number === undefined) throw shardNotFound(reference, input.ShardToSplit);
    changeStream(context.store, reference, (record, tx) => {
      if (record.mode === "ON_DEMAND") throw onlyProvisioned("SplitShard");
      requireActive(record, reference);
      const shard = shards.get(number);
      const shardId = formatShardId(number);
      if (shard === undefined) throw shardNotFound(reference, shardId);
      if (shard.closed !== undefined) throw shardClosed(reference, shardId);
      const hash = parseHashKey(input.NewStartingHashKey);
      const isWithin =
        hash !== undefined && BigInt(`0x${hash}`) > BigInt(`0x${shard.startHash}`) + 1n && hash < shard.endHash;
      // AWS: observed (kinesalite's recorded tests).
      if (!isWithin)
        throw invalidArgument(
          `NewStartingHashKey ${input.NewStartingHashKey} used in SplitShard() on shard ${shardId} in stream ${record.name} ` +
            `under account ${reference.account} is not both greater than one plus the shard's StartingHashKey ` +
            `${formatHashKey(shard.startHash)} and less than the shard's EndingHashKey ${formatHashKey(shard.endHash)}.`,
        );
      requireShardQuota(tx, reference, 1);
      enqueueChange(context, tx, reference, record, { kind: "split", shard: number, hash });
      return { ...record, status: "UPDATING" };
    });
    return {};
  },
);
