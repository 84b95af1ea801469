// SearchSchemas: a registry's schemas in which all keywords occur, in the name or the content.

import type { SearchSchemasCommandInput, SearchSchemasCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { schemaArn } from "../names.ts";
import { listSchemas, listVersions } from "../repo.ts";
import { pageOf, requireRegistry } from "../require.ts";

export const searchSchemas = defineOperation<Input<SearchSchemasCommandInput>, SearchSchemasCommandOutput>(
  "SearchSchemas",
  (input, context) => {
    const { RegistryName: registry, Keywords: keywords } = input;
    const words = keywords
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((word) => word !== "");
    if (words.length === 0) throw badRequest("Keywords must not be empty.");
    requireRegistry(context, registry);
    const found = context.store.read((tx) =>
      listSchemas(tx, context, registry).flatMap(({ name }) => {
        const versions = listVersions(tx, context, registry, name).filter(({ content }) => {
          const text = `${name} ${content}`.toLowerCase();
          return words.every((word) => text.includes(word));
        });
        return versions.length === 0 ? [] : [{ name, versions }];
      }),
    );
    const { items, next } = pageOf(found, input);
    return {
      Schemas: items.map(({ name, versions }) => ({
        RegistryName: registry,
        SchemaArn: schemaArn(context, registry, name),
        SchemaName: name,
        SchemaVersions: versions.map(({ number, type, createdAtMs }) => ({
          SchemaVersion: String(number),
          Type: type,
          CreatedDate: new Date(createdAtMs),
        })),
      })),
      ...next,
    };
  },
);
