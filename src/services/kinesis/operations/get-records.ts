// GetRecords: the records of a shard from an iterator on.

import type { GetRecordsCommandInput, GetRecordsCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { LIMITS } from "../constraints.ts";
import { dryRun, rateExceeded, streamNotFound } from "../errors.ts";
import { formatIterator, parseIterator, requireFresh } from "../iterator.ts";
import { beginRead, endRead, rateKey } from "../rates.ts";
import { childShards, describeRecord, readPage } from "../read.ts";
import { formatShardId } from "../sequence.ts";
import { findStream } from "../streams.ts";

export const getRecords = defineOperation<Input<GetRecordsCommandInput>, GetRecordsCommandOutput>(
  "GetRecords",
  async (input, context) => {
    const iterator = parseIterator(input.ShardIterator);
    const nowMs = context.clock.nowMs();
    requireFresh(iterator, nowMs);
    const stream = findStream(context.store, iterator);
    if (stream?.record.contentId !== iterator.contentId) throw streamNotFound(iterator);
    const shard = stream.shards.get(iterator.shard);
    // The shard was closed, and has been gone with its last record since: there is nothing more to read.
    if (shard === undefined) return { Records: [], MillisBehindLatest: 0 };
    if (input.DryRun === true) throw dryRun();
    const key = rateKey(iterator.contentId, shard.number);
    if (!beginRead(context.store, key, nowMs)) throw rateExceeded(stream.reference, formatShardId(shard.number));
    const page = readPage(context, stream, shard, {
      from: iterator.from,
      records: input.Limit ?? LIMITS.getRecords,
      bytes: LIMITS.getRecordsBytes,
    });
    endRead(context.store, key, page.bytes, nowMs);
    const Records = [];
    for (const placed of page.records) Records.push(await describeRecord(context, stream, shard, placed));
    return {
      Records,
      MillisBehindLatest: page.millisBehindLatest,
      ...(page.isEnd
        ? { ChildShards: childShards(stream, shard) }
        : { NextShardIterator: formatIterator({ ...iterator, from: page.next, issuedAtMs: nowMs }) }),
    };
  },
);
