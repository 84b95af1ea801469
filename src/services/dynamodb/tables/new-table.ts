// A table as a request declares it, checked and made a record: for CreateTable and ImportTable.

import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { invalidParameter, unsupportedParameter } from "../errors.ts";
import type { TableRecord } from "../records.ts";
import { checkPolicy, newRevision } from "./policies.ts";
import {
  checkAllUsed,
  checkIndexLimits,
  parseAttributes,
  parseGlobalIndexes,
  parseLocalIndexes,
  parseTableKey,
  throughputOf,
} from "./schema.ts";
import { parseTags } from "./tags.ts";
import { changedOnDemand, checkUnits, initialWarm } from "./throughput.ts";

/** LIMIT: what AWS says is out of bounds. */
const MOST_UNITS = 1_000_000_000_000;

type CreateInput = Input<CreateTableCommandInput>;

/** The new table's record, ACTIVE and without a stream; throws AWS's error for what it cannot be. */
export function newTable(
  input: CreateInput,
  tableName: string,
  context: Context,
  encryption: TableRecord["encryption"],
): TableRecord {
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
  const indexes = [...localIndexes, ...globalIndexes];
  checkIndexLimits(indexes);
  checkAllUsed(attributes, key, indexes);
  const nowMs = context.clock.nowMs();
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
      policy: { document: input.ResourcePolicy, revisionId: newRevision(context) },
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
