// How each documented error of DynamoDB Streams is provoked.

import { type Grounds, sweepOf, unprovokable } from "./table.ts";

interface Made {
  readonly streamArn: string;
  readonly shardId: string;
  /** Writes an item, and gives an iterator that has seen it. */
  written(): Promise<string>;
}

const HOUR = 3_600_000;

async function prepare({ aws, name }: Grounds): Promise<Made> {
  const TableName = name();
  const { TableDescription } = await aws.dynamoDB.createTable({
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  const StreamArn = TableDescription?.LatestStreamArn ?? "";
  const { StreamDescription } = await aws.dynamoDBStreams.describeStream({ StreamArn });
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId ?? "";
  return {
    streamArn: StreamArn,
    shardId: ShardId,
    async written() {
      await aws.dynamoDB.putItem({ TableName, Item: { id: { S: name() } } });
      const latest = { StreamArn, ShardId, ShardIteratorType: "LATEST" } as const;
      return (await aws.dynamoDBStreams.getShardIterator(latest)).ShardIterator ?? "";
    },
  };
}

/** The errors sweep of DynamoDB Streams. */
export const dynamodbStreams = sweepOf<Made>({
  service: "dynamodb-streams",
  prepare,
  inputs: {
    DescribeStream: ({ streamArn }) => ({ StreamArn: streamArn }),
    GetRecords: () => ({}),
    GetShardIterator: ({ streamArn, shardId }) => ({
      StreamArn: streamArn,
      ShardId: shardId,
      ShardIteratorType: "TRIM_HORIZON",
    }),
    ListStreams: () => ({}),
  },
  everywhere: {
    InternalServerError: unprovokable("It is the service's own failure: here a bug."),
    ResourceNotFoundException: ({ streamArn }, ask) => ask({ StreamArn: streamArn.replace("/sweep", "/nobody") }),
  },
  operations: {
    GetRecords: {
      ExpiredIteratorException: async ({ written, yard }, ask) => {
        const ShardIterator = await written();
        await yard.advance(0.3 * HOUR);
        return ask({ ShardIterator });
      },
      LimitExceededException: unprovokable(
        "A shard may have any number of readers here: they do not slow each other down.",
      ),
      ResourceNotFoundException: async ({ written, streamArn }, ask) =>
        ask({ ShardIterator: (await written()).replace(streamArn, streamArn.replace("/sweep", "/nobody")) }),
      // What comes after the iterator is trimmed while it is still fresh.
      TrimmedDataAccessException: async ({ written, yard, streamArn, shardId, aws }, ask) => {
        const before = await written();
        await written();
        await written();
        const { Records } = await aws.dynamoDBStreams.getRecords({ ShardIterator: before });
        const SequenceNumber = Records?.[0]?.dynamodb?.SequenceNumber;
        await yard.advance(23.9 * HOUR);
        const place = { StreamArn: streamArn, ShardId: shardId, SequenceNumber };
        const after = { ...place, ShardIteratorType: "AFTER_SEQUENCE_NUMBER" } as const;
        const { ShardIterator } = await aws.dynamoDBStreams.getShardIterator(after);
        await yard.advance(0.2 * HOUR);
        return ask({ ShardIterator });
      },
    },
    GetShardIterator: {
      TrimmedDataAccessException: async ({ yard }, ask) => {
        await yard.advance(25 * HOUR);
        return ask({ ShardIteratorType: "AT_SEQUENCE_NUMBER", SequenceNumber: "0".repeat(21) });
      },
    },
    ListStreams: {
      ResourceNotFoundException: (_, ask) =>
        ask({ ExclusiveStartStreamArn: "arn:aws:dynamodb:us-east-1:nobody:stream" }),
    },
  },
});
