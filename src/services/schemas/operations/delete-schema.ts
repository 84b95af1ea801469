// DeleteSchema: a schema goes with its versions.

import type { DeleteSchemaCommandInput, DeleteSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnRegistry } from "../names.ts";
import { removeSchema } from "../repo.ts";
import { requireSchema } from "../require.ts";

export const deleteSchema = defineOperation<Input<DeleteSchemaCommandInput>, DeleteSchemaCommandOutput>(
  "DeleteSchema",
  (input, context) => {
    const { RegistryName: registry, SchemaName: name } = input;
    requireOwnRegistry(registry);
    context.store.write((tx) => removeSchema(tx, context, requireSchema(context, registry, name)));
    return {};
  },
);
