// CreateSchema: makes a schema with its first version.

import type { CreateSchemaCommandInput, CreateSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireContent } from "../content.ts";
import { describeSchema } from "../describe.ts";
import { conflict } from "../errors.ts";
import { given } from "../given.ts";
import { requireRegistryName, requireSchemaName } from "../names.ts";
import { loadSchema } from "../repo.ts";
import { requireRegistry, requireVersion } from "../require.ts";
import { addVersion } from "../versions.ts";

export const createSchema = defineOperation<Input<CreateSchemaCommandInput>, CreateSchemaCommandOutput>(
  "CreateSchema",
  (input, context) => {
    const { RegistryName: registry, SchemaName: name, Description: description, Tags: tags = {} } = input;
    const { Type: type, Content: content } = input;
    requireRegistryName(registry);
    requireSchemaName(name);
    requireContent(type, content);
    const schema = context.store.write((tx) => {
      requireRegistry(context, registry);
      if (loadSchema(tx, context, registry, name) !== undefined)
        throw conflict(`Schema with name ${name} already exists.`);
      const modifiedAtMs = context.clock.nowMs();
      const made = { v: 1 as const, registry, name, tags, modifiedAtMs, lastVersion: 0, ...given({ description }) };
      return addVersion(context, tx, context, made, { type, content });
    });
    return describeSchema(context, schema, requireVersion(context, schema, undefined));
  },
);
