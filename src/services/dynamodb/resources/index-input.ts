// Parts of a table that creation and change both hand to the API.

import type { CreateTableCommandInput, GlobalSecondaryIndex } from "@aws-sdk/client-dynamodb";

/** A global index as the API takes it. */
export function globalIndexInput(index: GlobalSecondaryIndex): GlobalSecondaryIndex {
  const provisioned = throughputInput(index.ProvisionedThroughput);
  return {
    IndexName: index.IndexName,
    KeySchema: index.KeySchema,
    Projection: index.Projection,
    ...(provisioned !== undefined && { ProvisionedThroughput: provisioned }),
  };
}

/** Provisioned units as the API takes them: in templates, numbers can be text. */
export function throughputInput(value: unknown): CreateTableCommandInput["ProvisionedThroughput"] {
  if (typeof value !== "object" || value === null) return undefined;
  const { ReadCapacityUnits: read, WriteCapacityUnits: write } = value as Record<string, unknown>;
  return { ReadCapacityUnits: Number(read), WriteCapacityUnits: Number(write) };
}
