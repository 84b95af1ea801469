// Parts of a table that creation and change both hand to the API.

import type { CreateTableCommandInput, GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";

/** A global index as the API takes it. */
export function globalIndexInput(index: GlobalSecondaryIndex): GlobalSecondaryIndex {
  const provisioned = throughputInput(index.ProvisionedThroughput);
  const onDemand = onDemandInput(index.OnDemandThroughput);
  const warm = warmInput(index.WarmThroughput);
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    Projection: index.Projection,
    ...(provisioned !== undefined && { ProvisionedThroughput: provisioned }),
    ...(onDemand !== undefined && { OnDemandThroughput: onDemand }),
    ...(warm !== undefined && { WarmThroughput: warm }),
  };
}

/** Provisioned units as the API takes them: in templates, numbers can be text. */
export function throughputInput(value: unknown): CreateTableCommandInput["ProvisionedThroughput"] {
  if (typeof value !== "object" || value === null) return undefined;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = value as Record<string, unknown>;
  return { ReadCapacityUnits: Number(read), WriteCapacityUnits: Number(write) };
}

/** Maxima of on-demand throughput as the API takes them. */
export function onDemandInput(value: unknown): CreateTableCommandInput["OnDemandThroughput"] {
  if (typeof value !== "object" || value === null) return undefined;
  const { MaxReadRequestUnits: read, MaxWriteRequestUnits: write } = value as Record<string, unknown>;
  return {
    ...(read !== undefined && { MaxReadRequestUnits: Number(read) }),
    ...(write !== undefined && { MaxWriteRequestUnits: Number(write) }),
  };
}

/** Warm throughput as the API takes it. */
export function warmInput(value: unknown): CreateTableCommandInput["WarmThroughput"] {
  if (typeof value !== "object" || value === null) return undefined;
  const { ReadUnitsPerSecond: read, WriteUnitsPerSecond: write } = value as Record<string, unknown>;
  return {
    ...(read !== undefined && { ReadUnitsPerSecond: Number(read) }),
    ...(write !== undefined && { WriteUnitsPerSecond: Number(write) }),
  };
}
