// UpdateShardCount: brings a stream to a number of shards of the same size.

import type { UpdateShardCountCommandInput, UpdateShardCountCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS, shardLimit } from "../constraints.ts";
import { limitExceeded, onlyProvisioned } from "../errors.ts";
import { countChange } from "../limited-changes.ts";
import { countOpenShards } from "../shard-quota.ts";
import { changeStream, requireActive, requireStream } from "../streams.ts";
import { enqueueChange } from "../transitions.ts";

export const updateShardCount = defineOperation<Input<UpdateShardCountCommandInput>, UpdateShardCountCommandOutput>(
  "UpdateShardCount",
  (input, context) => {
    const { reference, arn, open } = requireStream(context, input);
    const { TargetShardCount: target } = input;
    const current = open.length;
    changeStream(context.store, reference, (record, tx) => {
      if (record.mode === "ON_DEMAND") throw onlyProvisioned("UpdateShardCount");
      requireActive(record, reference);
      const counts = `Current open shard count: ${current}, Target shard count: ${target}`;
      // AWS: observed (kinesalite's recorded tests), these three.
      const limit = Math.min(shardLimit(reference.region), LIMITS.shardsPerStream);
      if (target > limit || countOpenShards(tx, reference) - current + target > shardLimit(reference.region))
        throw limitExceeded(`Target shard count or number of open shards cannot be greater than ${limit}. ${counts}`);
      if (target > 2 * current)
        throw limitExceeded(`UpdateShardCount cannot scale up over double your current open shard count. ${counts}`);
      if (target < current / 2)
        throw limitExceeded(`UpdateShardCount cannot scale down below half your current open shard count. ${counts}`);
      const counted = countChange(record, "shardCount", {
        most: LIMITS.shardCountChanges,
        nowMs: context.clock.nowMs(),
      });
      // AWS: "Scale more than ten times per rolling 24-hour period per stream". The wording is inferred.
      if (counted === undefined)
        throw limitExceeded(
          `UpdateShardCount cannot be called more than ${LIMITS.shardCountChanges} times per rolling 24-hour period on stream ${record.name}.`,
        );
      enqueueChange(context, tx, reference, record, { kind: "scale", count: target });
      return { ...counted, status: "UPDATING" };
    });
    return {
      StreamName: reference.streamName,
      StreamARN: arn,
      CurrentShardCount: current,
      TargetShardCount: target,
    };
  },
);
