// DescribeStream: a stream and its one shard.

import type { DescribeStreamCommandInput, DescribeStreamCommandOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { keySchemaOf } from "../../tables/describe.ts";
import { requireStream } from "../access.ts";

/** DescribeStream. */
export const describeStream = defineOperation<Input<DescribeStreamCommandInput>, DescribeStreamCommandOutput>(
  "DescribeStream",
  (input, context) => {
    const { stream } = requireStream(context, input.StreamArn);
    const shard = {
      ShardId: stream.shardId,
      SequenceNumberRange: {
        StartingSequenceNumber: stream.startingSequence,
        ...(stream.closed !== undefined && { EndingSequenceNumber: stream.closed.endingSequence }),
      },
    };
    return {
      StreamDescription: {
        StreamArn: input.StreamArn,
        StreamLabel: stream.label,
        StreamStatus: stream.closed === undefined ? "ENABLED" : "DISABLED",
        StreamViewType: stream.viewType,
        CreationRequestDateTime: new Date(stream.createdAtMs),
        TableName: stream.tableName,
        KeySchema: keySchemaOf(stream.key),
        Shards: input.ExclusiveStartShardId === stream.shardId ? [] : [shard],
      },
    };
  },
);
