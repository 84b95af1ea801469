// CreateEventSourceMapping: lets a function work off a queue or a stream.

import type {
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { coralValidationError } from "../../../service/constraints.ts";
import type { Checkpoint } from "../../../service/event-sources/stream-host.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, mappingExists } from "../errors.ts";
import { requireMappable } from "../durable/run.ts";
import { requireTarget } from "../functions.ts";
import {
  DEFAULT_SETTINGS,
  describeMapping,
  readSettings,
  requireSourceKind,
  type SourceKind,
} from "../mappings/mapping.ts";
import { refreshPoller } from "../mappings/pollers.ts";
import { requireReadableKinesis, requireReadableQueue, requireReadableStream } from "../mappings/source-access.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import type { MappingRecord } from "../records.ts";
import { listMappings, saveCheckpoint, saveMapping } from "../repo.ts";

export const createEventSourceMapping = defineOperation<
  Input<CreateEventSourceMappingCommandInput>,
  CreateEventSourceMappingCommandOutput
>("CreateEventSourceMapping", async (input, context) => {
  const reference = parseFunctionName(input.FunctionName, context);
  const { scope, name, qualifier } = reference;
  const { EventSourceArn: sourceArn } = input;
  if (sourceArn === undefined) throw invalidParameter("Unrecognized event source.");
  const kind = requireSourceKind(sourceArn);
  const startingPosition = readStartingPosition(input.StartingPosition);
  if (kind !== "sqs" && startingPosition === undefined)
    throw coralValidationError([
      { kind: "missing", path: "startingPosition", member: "StartingPosition", value: undefined },
    ]);
  const startingAtMs = readStartingTime(kind, input, context.clock.nowMs());
  const settings = readSettings(input, sourceArn, DEFAULT_SETTINGS[kind]);
  const target = context.store.read((tx) => requireTarget(tx, reference));
  requireMappable(target);
  let positions: ReadonlyMap<string, Checkpoint> = new Map();
  if (kind === "sqs") await requireReadableQueue(context, target, sourceArn);
  else if (kind === "kinesis") await requireReadableKinesis(context, target, sourceArn);
  else positions = await requireReadableStream(context, target, sourceArn, startingPosition === "LATEST");
  const record: MappingRecord = {
    v: 1,
    uuid: context.random.uuid(),
    sourceArn,
    functionName: name,
    ...(qualifier === undefined ? {} : { qualifier }),
    isEnabled: input.Enabled ?? true,
    ...settings,
    ...(startingPosition === undefined ? {} : { startingPosition }),
    ...(startingAtMs === undefined ? {} : { startingAtMs }),
    tags: input.Tags ?? {},
    modifiedAtMs: context.clock.nowMs(),
    lastResult: "No records processed",
  };
  context.store.write((tx) => {
    for (const other of listMappings(tx, scope))
      if (other.sourceArn === sourceArn && other.functionName === name && other.qualifier === qualifier)
        throw mappingExists(sourceArn, functionArn(scope, name, qualifier), other.uuid);
    saveMapping(tx, scope, record);
    for (const [shardId, position] of positions) saveCheckpoint(tx, scope, record.uuid, shardId, position);
  });
  refreshPoller(context, scope, record.uuid);
  return describeMapping(scope, record, "Creating");
});

function readStartingPosition(text: string | undefined): MappingRecord["startingPosition"] {
  return text === "TRIM_HORIZON" || text === "LATEST" || text === "AT_TIMESTAMP" ? text : undefined;
}

/** Where shards begin that the mapping has not read. LATEST on a Kinesis stream is the time at which the mapping is made. */
function readStartingTime(
  kind: SourceKind,
  { StartingPosition: position, StartingPositionTimestamp: timestamp }: Input<CreateEventSourceMappingCommandInput>,
  nowMs: number,
): number | undefined {
  // AWS: CreateEventSourceMapping: "AT_TIMESTAMP is supported only for Amazon Kinesis streams, Amazon DocumentDB, Amazon MSK,
  // and self-managed Apache Kafka", and "StartingPositionTimestamp cannot be in the future". The wordings are inferred.
  if (position !== "AT_TIMESTAMP") {
    if (timestamp !== undefined)
      throw invalidParameter("StartingPositionTimestamp is only supported with StartingPosition AT_TIMESTAMP.");
    return kind === "kinesis" && position === "LATEST" ? nowMs : undefined;
  }
  if (kind !== "kinesis") throw invalidParameter("Unsupported starting position for given event source mapping type.");
  if (timestamp === undefined) throw invalidParameter("StartingPositionTimestamp is required with AT_TIMESTAMP.");
  if (timestamp.getTime() > nowMs) throw invalidParameter("StartingPositionTimestamp cannot be in the future.");
  return timestamp.getTime();
}
