// UpdateSchema: changes a schema's description, or adds a version.

import type { UpdateSchemaCommandInput, UpdateSchemaCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireOwnRegistry } from "../names.ts";
import { requireContent } from "../content.ts";
import { describeSchema } from "../describe.ts";
import { given } from "../given.ts";
import { saveSchema } from "../repo.ts";
import { requireSchema, requireVersion } from "../require.ts";
import { addVersion } from "../versions.ts";

export const updateSchema = defineOperation<Input<UpdateSchemaCommandInput>, UpdateSchemaCommandOutput>(
  "UpdateSchema",
  (input, context) => {
    const { RegistryName: registry, SchemaName: name, Description: description } = input;
    requireOwnRegistry(registry);
    const schema = context.store.write((tx) => {
      const before = requireSchema(context, registry, name);
      const newest = requireVersion(context, before, undefined);
      const { Type: type = newest.type, Content: content = newest.content } = input;
      requireContent(type, content);
      const next = { ...before, ...given({ description }) };
      // AWS: inferred: a version is made of what has changed only, so that a repeated request makes none.
      if (type !== newest.type || content !== newest.content)
        return addVersion(context, tx, context, next, { type, content });
      if (next.description === before.description) return before;
      const kept = { ...next, modifiedAtMs: context.clock.nowMs() };
      saveSchema(tx, context, kept);
      return kept;
    });
    return describeSchema(context, schema, requireVersion(context, schema, undefined));
  },
);
