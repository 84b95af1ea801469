// DescribeStream: a stream's settings and shards.

import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from "@aws-sdk/client-kinesis";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeSettings } from "../describe.ts";
import { shardNotFound } from "../errors.ts";
import { parseShardId } from "../sequence.ts";
import { describeShard } from "../shards.ts";
import { requireStream } from "../streams.ts";

export const describeStream = defineOperation<Input<DescribeStreamCommandInput>, DescribeStreamCommandOutput>(
  "DescribeStream",
  (input, context) => {
    const stream = requireStream(context, input);
    const { ExclusiveStartShardId: afterId, Limit: limit = 100 } = input;
    const after = afterId === undefined ? -1 : parseShardId(afterId);
    if (after === undefined) throw shardNotFound(stream.reference, afterId ?? "");
    // AWS: observed (kinesalite's recorded tests): a stream that is being created has no shards yet.
    const shards = stream.record.status === "CREATING" ? [] : [...stream.shards.values()];
    const later = shards.filter(({ number }) => number > after);
    // AWS: DescribeStream: "If you specify a value greater than 100, at most 100 results are returned."
    const page = later.slice(0, Math.min(limit, 100));
    return {
      StreamDescription: {
        ...describeSettings(stream.reference, stream.record),
        Shards: page.map(describeShard),
        HasMoreShards: later.length > page.length,
      },
    };
  },
);
