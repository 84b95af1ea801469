// DeleteSchemaVersion: a version goes; with the last one its schema does.

import type { DeleteSchemaVersionCommandInput, DeleteSchemaVersionCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnRegistry } from "../names.ts";
import { listVersions, removeSchema, removeVersion } from "../repo.ts";
import { requireSchema, requireVersion } from "../require.ts";

export const deleteSchemaVersion = defineOperation<
  Input<DeleteSchemaVersionCommandInput>,
  DeleteSchemaVersionCommandOutput
>("DeleteSchemaVersion", (input, context) => {
  const { RegistryName: registry, SchemaName: name } = input;
  requireOwnRegistry(registry);
  context.store.write((tx) => {
    const schema = requireSchema(context, registry, name);
    const { number } = requireVersion(context, schema, input.SchemaVersion);
    removeVersion(tx, context, registry, name, number);
    // AWS: inferred: a schema without a version cannot be described.
    if (listVersions(tx, context, registry, name).length === 0) removeSchema(tx, context, schema);
  });
  return {};
});
