// CreateStream: makes a stream, which becomes ACTIVE soon after.

import type { CreateStreamCommandInput, CreateStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { invalidArgument, limitExceeded, streamExists } from "../errors.ts";
import { uniformRanges } from "../hash-keys.ts";
import { referenceOf } from "../names.ts";
import type { StreamRecord } from "../records.ts";
import { listStreams, loadStream, saveShard, saveStream } from "../repo.ts";
import { requireShardQuota } from "../shard-quota.ts";
import { forgetStream } from "../streams.ts";
import { addTags } from "../tags.ts";
import { enqueueChange } from "../transitions.ts";
import { enqueueTrim } from "../trim.ts";
import { requireWarmth } from "../warmth.ts";

export const createStream = defineOperation<Input<CreateStreamCommandInput>, CreateStreamCommandOutput>(
  "CreateStream",
  (input, context) => {
    const { StreamName: name, ShardCount: shardCount, StreamModeDetails: mode, WarmThroughputMiBps: warmMiBps } = input;
    const isOnDemand = mode?.StreamMode === "ON_DEMAND";
    // AWS: inferred: the developer guide says that a stream on demand has no shard count, and a provisioned one needs it.
    if (isOnDemand && shardCount !== undefined)
      throw invalidArgument("ShardCount must not be provided for streams with ON_DEMAND capacity mode.");
    if (!isOnDemand && shardCount === undefined)
      throw invalidArgument("ShardCount must be provided for streams with PROVISIONED capacity mode.");
    const reference = referenceOf({ StreamName: name }, context);
    const strategy = input.RecordDistributionStrategy;
    if (!isOnDemand && strategy === "AUTO")
      throw invalidArgument(
        "RecordDistributionStrategy AUTO is only supported for streams with ON_DEMAND capacity mode.",
      );
    const nowMs = context.clock.nowMs();
    context.store.write((tx) => {
      if (loadStream(tx, context, name) !== undefined) throw streamExists(reference);
      if (warmMiBps !== undefined) requireWarmth(tx, context, { isOnDemand, warmMiBps });
      const streams = [...listStreams(tx, context)];
      if (streams.filter(({ status }) => status === "CREATING").length >= LIMITS.creatingStreams)
        throw limitExceeded(
          `Exceeded the maximum number of streams in CREATING state. Limit: ${LIMITS.creatingStreams}.`,
        );
      if (isOnDemand && streams.filter((each) => each.mode === "ON_DEMAND").length >= LIMITS.onDemandStreams)
        throw limitExceeded(
          `This request would exceed the on-demand stream limit for the account ${context.account} in ${context.region}. Limit: ${LIMITS.onDemandStreams}.`,
        );
      const count = isOnDemand ? Math.max(LIMITS.onDemandShards, warmMiBps ?? 0) : (shardCount ?? 1);
      if (!isOnDemand) requireShardQuota(tx, context, count);
      const record: StreamRecord = {
        v: 1,
        name,
        contentId: context.random.hex(16),
        status: "CREATING",
        mode: isOnDemand ? "ON_DEMAND" : "PROVISIONED",
        createdAtMs: nowMs,
        retentionHours: LIMITS.leastRetentionHours,
        maxRecordKiB: input.MaxRecordSizeInKiB ?? LIMITS.defaultRecordKiB,
        metrics: [],
        tags: addTags({}, input.Tags ?? {}),
        nextShard: count,
        horizonMs: 0,
        changedAtMs: {},
        ...(warmMiBps === undefined ? {} : { warmMiBps }),
        ...(strategy === undefined ? {} : { distribution: strategy }),
      };
      saveStream(tx, context, record);
      for (const [number, range] of uniformRanges(count).entries())
        saveShard(tx, context, record.contentId, {
          v: 1,
          number,
          ...range,
          createdSeconds: Math.floor(nowMs / 1_000),
          createdAtMs: nowMs,
        });
      enqueueChange(context, tx, context, record, { kind: "activate" });
      const dueAtMs = nowMs + record.retentionHours * 3_600_000;
      enqueueTrim(context, tx, context, record, { dueAtMs, isExtra: false });
    });
    forgetStream(context.store, reference);
    return {};
  },
);
