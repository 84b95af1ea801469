// Where batches of streams go that were given up: queues and topics get what is known of them, buckets the records, too.
// AWS: "Retain discarded records for a Kinesis data stream event source in Lambda", and the same for DynamoDB.

import { parseArn } from "../../../kernel/arns.ts";
import type { InvocationResult } from "../../../sandbox/sandboxes.ts";
import type { YardContext } from "../../../service/context.ts";
import type { Discarded } from "../../../service/event-sources/stream-host.ts";
import { deliverRecord } from "../destinations.ts";
import type { Target } from "../functions.ts";
import { referenceArn } from "../names.ts";
import { asRole } from "../roles.ts";
import { requireSourceKind } from "./mapping.ts";
import type { Assignment } from "./poller.ts";

/** Hands on what was given up; nothing where the mapping has no destination for it. */
export async function deliverDiscarded(assignment: Assignment, target: Target, discarded: Discarded): Promise<void> {
  const { yard, mapping } = assignment;
  if (mapping.onFailureArn === undefined || discarded.records.length === 0) return;
  const record = describe(assignment, target, discarded);
  if (parseArn(mapping.onFailureArn)?.service !== "s3") {
    await deliverRecord(yard, target, mapping.onFailureArn, record);
    return;
  }
  const payload = JSON.stringify({ Records: discarded.records.map(({ event }) => event) });
  await putIntoBucket(assignment, target, discarded.shardId, { ...record, payload });
}

function describe(
  { yard, scope, mapping }: Assignment,
  target: Target,
  { shardId, records, condition, attempts, failure }: Discarded,
): object {
  const [first] = records;
  const last = records.at(-1);
  const arrival = (ms: number | undefined): string => new Date(ms ?? 0).toISOString();
  const { functionName: name, qualifier } = mapping;
  const isKinesis = requireSourceKind(mapping.sourceArn) === "kinesis";
  const result = failure as InvocationResult | undefined;
  return {
    requestContext: {
      requestId: yard.random.uuid(),
      functionArn: referenceArn({ scope, name, ...(qualifier === undefined ? {} : { qualifier }) }),
      condition,
      approximateInvokeCount: attempts,
    },
    ...(result === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion: target.version.version,
            ...(result.functionError === undefined ? {} : { functionError: result.functionError }),
          },
        }),
    version: "1.0",
    timestamp: new Date(yard.clock.nowMs()).toISOString(),
    [isKinesis ? "KinesisBatchInfo" : "DDBStreamBatchInfo"]: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.arrivedAtMs),
      approximateArrivalOfLastRecord: arrival(last?.arrivedAtMs),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  };
}

/** AWS: objects are named aws/lambda/UUID/SHARD/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID. */
async function putIntoBucket(
  { yard, mapping, scope }: Assignment,
  target: Target,
  shardId: string,
  record: object,
): Promise<void> {
  const now = new Date(yard.clock.nowMs()).toISOString();
  const day = now.slice(0, 10);
  const time = now.slice(11, 19).replaceAll(":", ".");
  const Key = `aws/lambda/${mapping.uuid}/${shardId}/${day.replaceAll("-", "/")}/${day}T${time}-${yard.random.uuid()}`;
  const Bucket = bucketOf(mapping.onFailureArn ?? "");
  try {
    const aws = await asRole(yard, scope, target.version.role, target.function.name);
    await aws.s3.putObject({ Bucket, Key, Body: Buffer.from(JSON.stringify(record)) });
  } catch (error) {
    // As deliverRecord: AWS counts what cannot be delivered, and drops it.
    warn(yard, target, mapping.onFailureArn, error);
  }
}

function warn(yard: YardContext, target: Target, arn: string | undefined, error: unknown): void {
  yard.log.write("warn", "lambda.destination-failed", { function: target.function.name, arn, error });
}

function bucketOf(arn: string): string {
  return parseArn(arn)?.resource ?? "";
}
