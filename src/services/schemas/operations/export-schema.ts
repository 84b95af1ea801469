// ExportSchema: a schema of OpenAPI 3 as one of JSON Schema draft 4.

import type { ExportSchemaCommandInput, ExportSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { toJsonSchema } from "../discovery/document.ts";
import { badRequest } from "../errors.ts";
import { schemaArn } from "../names.ts";
import { requireSchema, requireVersion } from "../require.ts";

export const exportSchema = defineOperation<Input<ExportSchemaCommandInput>, ExportSchemaCommandOutput>(
  "ExportSchema",
  (input, context) => {
    const { RegistryName: registry, SchemaName: name, Type: type } = input;
    // AWS: ExportSchema: schemas are exported as JSONSchemaDraft4 only.
    if (type !== "JSONSchemaDraft4") throw badRequest(`Schemas cannot be exported as ${type}.`);
    const version = requireVersion(context, requireSchema(context, registry, name), input.SchemaVersion);
    const content = version.type === "OpenApi3" ? toJsonSchema(version.content) : version.content;
    if (content === undefined) throw badRequest(`Schema ${name} has no components that could be exported.`);
    return {
      Content: content,
      SchemaArn: schemaArn(context, registry, name),
      SchemaName: name,
      SchemaVersion: String(version.number),
      Type: type,
    };
  },
);
