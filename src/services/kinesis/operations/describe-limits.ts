// DescribeLimits: an account's quotas of shards and streams on demand, and what it uses of them.

import type { DescribeLimitsCommandOutput } from "@aws-sdk/client-kinesis";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS, shardLimit } from "../constraints.ts";
import { listStreams } from "../repo.ts";
import { countOpenShards } from "../shard-quota.ts";

export const describeLimits = defineOperation<object, DescribeLimitsCommandOutput>(
  "DescribeLimits",
  (_input, context) => {
    return context.store.read((tx) => ({
      ShardLimit: shardLimit(context.region),
      OpenShardCount: countOpenShards(tx, context),
      OnDemandStreamCount: [...listStreams(tx, context)].filter(({ mode }) => mode === "ON_DEMAND").length,
      OnDemandStreamCountLimit: LIMITS.onDemandStreams,
    }));
  },
);
