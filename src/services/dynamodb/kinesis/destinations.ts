// Streaming a table's changes to a Kinesis data stream: which streams a table has, and the records that wait for a job to
// write them. They are written in the transaction that makes the change.
// AWS: Developer Guide, "Using Kinesis Data Streams to capture changes to DynamoDB".

import { hash } from "node:crypto";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { ReadTx, WriteTx } from "../../../store/store.ts";
import { keyOf as itemKeyOf } from "../items/keys.ts";
import type { ItemChange } from "../items/writer.ts";
import type { KinesisDestination, TableRecord } from "../records.ts";
import { keyOf } from "../repo.ts";
import { nextNumber } from "../streams/sequence.ts";
import { itemBytes } from "../values/size.ts";
import { toDynamoDbJson } from "../transfers/dynamodb-json.ts";

/** The kind of the job that writes what waits. */
export const DELIVER_TO_KINESIS = "dynamodb/deliver-to-kinesis";

export interface DeliverToKinesis {
  readonly tableName: string;
  readonly tableId: string;
  readonly streamArn: string;
}

/** A record that waits for its stream. Kept under [dynamodb, account, region, "outgoing", tableId, streamArn, number]. */
export interface Outgoing {
  readonly v: 1;
  readonly atMs: number;
  readonly partitionKey: string;
  readonly data: string;
}

/** The stream that gets the table's changes now. */
export function activeDestination({ kinesis = [] }: TableRecord): KinesisDestination | undefined {
  return kinesis.find(({ status }) => status === "ACTIVE");
}

/** Notes a change for the table's stream, and sees to it that a job comes for it. */
export function noteForKinesis(
  tx: WriteTx,
  { store, clock, random, jobs }: Pick<YardContext, "store" | "clock" | "random" | "jobs">,
  change: ItemChange,
  destination: KinesisDestination,
): void {
  const { reference, table } = change;
  const { account, region, tableName } = reference;
  const { streamArn } = destination;
  const nowMs = clock.nowMs();
  const isWaitedFor = firstNumber(tx, reference, table.tableId, streamArn) !== undefined;
  const number = nextNumber(store, `${table.tableId}/${streamArn}`, nowMs, () =>
    lastNumber(tx, reference, table.tableId, streamArn),
  );
  const outgoing: Outgoing = {
    v: 1,
    atMs: nowMs,
    // All changes of an item go to one shard.
    partitionKey: hash("sha256", change.parts.join("\0"), "hex"),
    data: recordOf(change, destination, random.uuid(), nowMs),
  };
  tx.put(keyOf(reference, "outgoing", table.tableId, streamArn, number), outgoing);
  if (isWaitedFor) return;
  const payload: DeliverToKinesis = { tableName, tableId: table.tableId, streamArn };
  jobs.enqueue(tx, { kind: DELIVER_TO_KINESIS, account, region, payload });
}

function recordOf(change: ItemChange, destination: KinesisDestination, eventId: string, nowMs: number): string {
  const { reference, table, before, after } = change;
  const keys = itemKeyOf((after ?? before)?.item ?? {}, table.key);
  const isMicroseconds = destination.precision === "MICROSECOND";
  return toDynamoDbJson({
    awsRegion: reference.region,
    eventID: eventId,
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    userIdentity: change.isExpiry === true ? { type: "Service", principalId: "dynamodb.amazonaws.com" } : null,
    recordFormat: "application/json",
    tableName: table.tableName,
    dynamodb: {
      ApproximateCreationDateTime: isMicroseconds ? nowMs * 1000 : nowMs,
      Keys: keys,
      ...(after !== undefined && { NewImage: after.item }),
      ...(before !== undefined && { OldImage: before.item }),
      SizeBytes: itemBytes(keys) + (after?.bytes ?? 0) + (before?.bytes ?? 0),
      ApproximateCreationDateTimePrecision: destination.precision,
    },
    eventSource: "aws:dynamodb",
  });
}

function firstNumber(tx: ReadTx, scope: Scope, tableId: string, streamArn: string): string | undefined {
  for (const { key } of tx.range({ prefix: keyOf(scope, "outgoing", tableId, streamArn), limit: 1 }))
    return String(key.at(-1));
  return undefined;
}

function lastNumber(tx: ReadTx, scope: Scope, tableId: string, streamArn: string): string | undefined {
  const prefix = keyOf(scope, "outgoing", tableId, streamArn);
  for (const { key } of tx.range({ prefix, reverse: true, limit: 1 })) return String(key.at(-1));
  return undefined;
}

export interface Waiting {
  readonly number: string;
  readonly outgoing: Outgoing;
}

/** The records that wait longest. */
export function waitingFor(
  tx: ReadTx,
  scope: Scope,
  { tableId, streamArn }: DeliverToKinesis,
  limit: number,
): readonly Waiting[] {
  const entries = tx.range<Outgoing>({ prefix: keyOf(scope, "outgoing", tableId, streamArn), limit });
  return [...entries].map(({ key, value }) => ({ number: String(key.at(-1)), outgoing: value }));
}

export function deleteOutgoing(
  tx: WriteTx,
  scope: Scope,
  { tableId, streamArn }: DeliverToKinesis,
  number: string,
): void {
  tx.delete(keyOf(scope, "outgoing", tableId, streamArn, number));
}
