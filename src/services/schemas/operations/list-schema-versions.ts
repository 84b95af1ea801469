// ListSchemaVersions: a schema's versions, the newest first.

import type { ListSchemaVersionsCommandInput, ListSchemaVersionsCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { schemaArn } from "../names.ts";
import { listVersions } from "../repo.ts";
import { pageOf, requireSchema } from "../require.ts";

export const listSchemaVersions = defineOperation<
  Input<ListSchemaVersionsCommandInput>,
  ListSchemaVersionsCommandOutput
>("ListSchemaVersions", (input, context) => {
  const { RegistryName: registry, SchemaName: name } = input;
  requireSchema(context, registry, name);
  const all = context.store.read((tx) => listVersions(tx, context, registry, name)).toReversed();
  const { items, next } = pageOf(all, input);
  return {
    SchemaVersions: items.map(({ number, type }) => ({
      SchemaArn: schemaArn(context, registry, name),
      SchemaName: name,
      SchemaVersion: String(number),
      Type: type,
    })),
    ...next,
  };
});
