// Where "LATEST" begins on a table's stream: the last record of each shard that is there now.

import type { AwsApis } from "../apis.ts";
import { dynamoDbSource } from "./dynamodb-source.ts";
import type { Checkpoint } from "./stream-host.ts";

const READ_LIMIT = 1_000;

/** By shard. Kept from the beginning, so that a restart before the first batch loses nothing. */
export async function findLatest(aws: AwsApis, streamArn: string): Promise<ReadonlyMap<string, Checkpoint>> {
  const positions = new Map<string, Checkpoint>();
  const source = dynamoDbSource(streamArn);
  for (const { id } of await source.listShards(aws)) {
    const reader = source.open(id, { kind: "beginning" }, () => undefined);
    let last: string | undefined;
    for (;;) {
      const { records, isEnd } = await reader.read(aws, READ_LIMIT);
      last = records.at(-1)?.sequenceNumber ?? last;
      if (records.length === 0 || isEnd) break;
    }
    positions.set(id, { v: 1, isFinished: false, ...(last === undefined ? {} : { sequenceNumber: last }) });
  }
  return positions;
}
