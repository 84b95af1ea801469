// ListSchemas: a registry's schemas by name.

import type { ListSchemasCommandInput, ListSchemasCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { schemaArn } from "../names.ts";
import { listSchemas as walkSchemas, listVersions } from "../repo.ts";
import { pageOf, requireRegistry } from "../require.ts";

export const listSchemas = defineOperation<Input<ListSchemasCommandInput>, ListSchemasCommandOutput>(
  "ListSchemas",
  (input, context) => {
    const { RegistryName: registry, SchemaNamePrefix: prefix = "" } = input;
    requireRegistry(context, registry);
    const all = context.store.read((tx) => walkSchemas(tx, context, registry));
    const { items, next } = pageOf(
      all.filter(({ name }) => name.startsWith(prefix)),
      input,
    );
    return {
      Schemas: items.map(({ name, tags, modifiedAtMs }) => ({
        SchemaArn: schemaArn(context, registry, name),
        SchemaName: name,
        LastModified: new Date(modifiedAtMs),
        Tags: { ...tags },
        VersionCount: context.store.read((tx) => listVersions(tx, context, registry, name).length),
      })),
      ...next,
    };
  },
);
