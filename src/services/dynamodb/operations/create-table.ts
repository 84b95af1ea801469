// CreateTable. The table can be used as soon as the call is answered; the answer says CREATING, as on AWS.

import type { CreateTableCommandInput, CreateTableCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { invalidParameter, resourceInUse, unsupportedParameter } from "../errors.ts";
import type { StreamViewType, TableRecord } from "../records.ts";
import { loadTable, saveTable } from "../repo.ts";
import { beginStream } from "../streams/streams.ts";
import { describeTable } from "../tables/describe.ts";
import { checkPolicy } from "../tables/policies.ts";
import { checkNewTableName, parseTableReference, type TableReference } from "../tables/names.ts";
import {
  checkAllUsed,
  parseAttributes,
  parseGlobalIndexes,
  parseLocalIndexes,
  parseTableKey,
  throughputOf,
} from "../tables/schema.ts";
import { encryptionOf, parseStreamViewType } from "../tables/settings.ts";
import { parseTags } from "../tables/tags.ts";
import { changedOnDemand, checkUnits, initialWarm } from "../tables/throughput.ts";

/** LIMIT: what AWS says is out of bounds. */
const MOST_UNITS = 1_000_000_000_000;

type CreateInput = Input<CreateTableCommandInput>;

/** CreateTable. */
export const createTable = defineOperation<CreateInput, CreateTableCommandOutput>("CreateTable", (input, context) => {
  const reference = parseTableReference(input.TableName, context);
  checkNewTableName(reference.tableName);
  const viewType = parseStreamViewType(input.StreamSpecification);
  const created = newTable(input, reference.tableName, context);
  const table = context.store.write((tx) => {
    if (loadTable(tx, reference, reference.tableName) !== undefined)
      throw resourceInUse(`Table already exists: ${reference.tableName}`);
    return save(tx, context, reference, created, viewType);
  });
  return {
    TableDescription: describeTable(context, reference, table, "CREATING"),
  };
});

function save(
  tx: Parameters<typeof saveTable>[0],
  context: Context,
  reference: TableReference,
  created: TableRecord,
  viewType: StreamViewType | undefined,
): TableRecord {
  const table = viewType === undefined ? created : beginStream(tx, context, reference, created, viewType);
  saveTable(tx, context.store, reference, table);
  return table;
}

function newTable(input: CreateInput, tableName: string, context: Context): TableRecord {
  refuseUnsupported(input);
  if (input.ResourcePolicy !== undefined) checkPolicy(input.ResourcePolicy);
  const isOnDemand = input.BillingMode === "PAY_PER_REQUEST";
  checkThroughput(input, isOnDemand);
  const definitions = input.AttributeDefinitions ?? [];
  const attributes = parseAttributes(definitions);
  const key = parseTableKey(input.KeySchema ?? [], definitions);
  const newId = (): string => context.random.hex(8);
  const localIndexes = parseLocalIndexes(input.LocalSecondaryIndexes, key, definitions, newId);
  const { region } = context;
  const globalIndexes = parseGlobalIndexes(
    input.GlobalSecondaryIndexes,
    definitions,
    localIndexes,
    { isOnDemand, region },
    newId,
  );
  checkAllUsed(attributes, key, [...localIndexes, ...globalIndexes]);
  const nowMs = context.clock.nowMs();
  const encryption = encryptionOf(input.SSESpecification, context);
  const throughput = throughputOf(input.ProvisionedThroughput);
  checkUnits(throughput, { region });
  const { OnDemandThroughput: onDemand } = input;
  const limits = onDemand === undefined ? undefined : changedOnDemand(undefined, onDemand, isOnDemand, { region });
  return {
    v: 1,
    tableName,
    tableId: context.random.uuid(),
    status: "ACTIVE",
    createdAtMs: nowMs,
    attributes,
    key,
    localIndexes,
    globalIndexes,
    isOnDemand,
    ...(isOnDemand && { onDemandSinceMs: nowMs }),
    throughput,
    ...(limits !== undefined && { onDemand: limits }),
    warm: initialWarm(isOnDemand, throughput, input.WarmThroughput, { region }),
    isDeletionProtected: input.DeletionProtectionEnabled === true,
    ...(input.TableClass !== undefined && { tableClass: input.TableClass }),
    tags: parseTags(input.Tags ?? []),
    ...(input.ResourcePolicy !== undefined && {
      policy: { document: input.ResourcePolicy, revisionId: String(nowMs) },
    }),
    ...(encryption !== undefined && { encryption }),
  };
}

function refuseUnsupported(input: CreateInput): void {
  for (const name of ["GlobalTableSourceArn", "GlobalTableSettingsReplicationMode"] as const)
    if (input[name] !== undefined) throw unsupportedParameter(name);
}

function checkThroughput(input: CreateInput, isOnDemand: boolean): void {
  const { ProvisionedThroughput: provisioned } = input;
  if (isOnDemand && provisioned !== undefined)
    throw invalidParameter(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (isOnDemand) return;
  if (provisioned === undefined)
    throw invalidParameter(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
  for (const name of ["ReadCapacityUnits", "WriteCapacityUnits"] as const)
    if (provisioned[name] > MOST_UNITS)
      throw invalidParameter(`Given value ${provisioned[name]} for ${name} is out of bounds`);
}
