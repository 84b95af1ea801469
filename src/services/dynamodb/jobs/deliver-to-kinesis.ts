// Writes the changes that wait for a Kinesis data stream, 500 at a time. What the stream has no room for waits on.
// AWS: Developer Guide, "Using Kinesis Data Streams to capture changes to DynamoDB": records can come twice or in another
// order, and those that cannot be written for 24 hours are dropped.

import { formatArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Job, JobHandler } from "../../../service/jobs.ts";
import {
  DELIVER_TO_KINESIS,
  deleteOutgoing,
  waitingFor,
  type DeliverToKinesis,
  type Waiting,
} from "../kinesis/destinations.ts";

/** LIMITS: of PutRecords. */
const MOST_RECORDS = 500;
const MOST_BYTES = 5 * 1024 * 1024;

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const LIFETIME_MS = 24 * 60 * MINUTE_MS;

/** Writes a batch, and comes back while there is more. */
export const deliverToKinesis: JobHandler = {
  kind: DELIVER_TO_KINESIS,
  run: async (job: Job, yard) => {
    const payload = job.payload as DeliverToKinesis;
    const nowMs = yard.clock.nowMs();
    const batch = withinBytes(yard.store.read((tx) => waitingFor(tx, job, payload, MOST_RECORDS)));
    let written: readonly Waiting[];
    try {
      written = await write(job, yard, payload, batch);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return forget(
        yard,
        job,
        payload,
        batch.filter(({ outgoing }) => outgoing.atMs <= nowMs - LIFETIME_MS),
      )
        ? { retryAtMs: nowMs + MINUTE_MS }
        : "done";
    }
    // Kinesis had no room for some: its limits are by the second.
    const retryAtMs = written.length < batch.length ? nowMs + SECOND_MS : nowMs;
    return forget(yard, job, payload, written) ? { retryAtMs } : "done";
  },
};

function withinBytes(waiting: readonly Waiting[]): readonly Waiting[] {
  let bytes = 0;
  const end = waiting.findIndex(({ outgoing }) => (bytes += Buffer.byteLength(outgoing.data)) > MOST_BYTES);
  return end < 0 ? waiting : waiting.slice(0, Math.max(1, end));
}

async function write(
  { account, region }: Job,
  yard: YardContext,
  { streamArn }: DeliverToKinesis,
  batch: readonly Waiting[],
): Promise<readonly Waiting[]> {
  if (batch.length === 0) return [];
  // DEVIATION: AWS writes as a service-linked role, which may write whatever the account's policies say; the account
  // itself stands for it here. Who switches the streaming on must be allowed to write to the stream.
  const principal = { kind: "root", account, arn: formatArn("iam", "", account, "root"), userId: account } as const;
  const { Records } = await yard.as(principal, { account, region }).kinesis.putRecords({
    StreamARN: streamArn,
    Records: batch.map(({ outgoing }) => ({
      PartitionKey: outgoing.partitionKey,
      Data: Buffer.from(outgoing.data, "utf8"),
    })),
  });
  return batch.filter((_, position) => Records?.[position]?.ErrorCode === undefined);
}

/** Removes records; true if others wait. */
function forget(yard: YardContext, job: Job, payload: DeliverToKinesis, done: readonly Waiting[]): boolean {
  // RACE: a change that comes while records wait enqueues no job, so whether any wait is asked in this transaction.
  return yard.store.write((tx) => {
    for (const { number } of done) deleteOutgoing(tx, job, payload, number);
    return waitingFor(tx, job, payload, 1).length > 0;
  });
}
