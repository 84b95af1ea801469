// What PutRecord and PutRecordBatch have in common.

import type { Context } from "../../service/context.ts";
import { sealer } from "./encryption.ts";
import { invalidArgument, streamNotActive } from "./errors.ts";
import { takeIn } from "./intake.ts";
import { takeRoom } from "./rates.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { requireStream } from "./streams.ts";

/** The stream, if it takes records from producers. */
export function requireDirectPut(context: Context, name: string): DeliveryStreamRecord {
  const stream = requireStream(context, name);
  // AWS: observed, as others' tests have it.
  if (stream.source.kind === "kinesis")
    throw invalidArgument("This operation is not permitted on KinesisStreamAsSource delivery stream type.");
  if (stream.status !== "ACTIVE") throw streamNotActive(context, name, stream.status);
  return stream;
}

/** Keeps as many of the records, from the first on, as the stream has room for now; gives their ids. */
export async function put(
  context: Context,
  stream: DeliveryStreamRecord,
  records: readonly Uint8Array[],
): Promise<readonly string[]> {
  const nowMs = context.clock.nowMs();
  const place = { streamId: stream.id, region: context.region, nowMs };
  const taken = takeRoom(
    context.store,
    place,
    records.map(({ length }) => length),
  );
  if (taken === 0) return [];
  const seal = await sealer(context, context, stream);
  const waiting = records.slice(0, taken).map((data) => seal({ v: 1, data, arrivedAtMs: nowMs }));
  await takeIn(context, context, stream, waiting);
  return waiting.map(() => recordId(context));
}

// AWS: "a unique string assigned to each record": observed to have this many letters.
const RECORD_ID_BYTES = 168;

function recordId({ random }: Context): string {
  return Buffer.from(random.bytes(RECORD_ID_BYTES)).toString("base64");
}
