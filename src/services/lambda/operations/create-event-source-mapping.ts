// CreateEventSourceMapping: lets a function work off a queue or a stream.

import type {
  CreateEventSourceMappingCommandInput,
  CreateEventSourceMappingCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { coralValidationError } from "../../../service/constraints.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, mappingExists } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { DEFAULT_SETTINGS, describeMapping, readSettings, requireSourceKind } from "../mappings/mapping.ts";
import { refreshPoller } from "../mappings/pollers.ts";
import { requireReadableQueue, requireReadableStream } from "../mappings/source-access.ts";
import { functionArn, parseFunctionName } from "../names.ts";
import type { CheckpointRecord, MappingRecord } from "../records.ts";
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
  if (kind === "dynamodb" && startingPosition === undefined)
    throw coralValidationError([
      { kind: "missing", path: "startingPosition", member: "StartingPosition", value: undefined },
    ]);
  const settings = readSettings(input, sourceArn, DEFAULT_SETTINGS[kind]);
  const target = context.store.read((tx) => requireTarget(tx, reference));
  let positions: ReadonlyMap<string, CheckpointRecord> = new Map();
  if (kind === "sqs") await requireReadableQueue(context, target, sourceArn);
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
  return text === "TRIM_HORIZON" || text === "LATEST" ? text : undefined;
}
