// DeleteRegistry: a registry goes; it must be empty.

import type { DeleteRegistryCommandInput, DeleteRegistryCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { badRequest } from "../errors.ts";
import { requireRegistryName } from "../names.ts";
import { listSchemas, removeRegistry } from "../repo.ts";
import { requireRegistry } from "../require.ts";

export const deleteRegistry = defineOperation<Input<DeleteRegistryCommandInput>, DeleteRegistryCommandOutput>(
  "DeleteRegistry",
  (input, context) => {
    const { RegistryName: name } = input;
    requireRegistryName(name);
    context.store.write((tx) => {
      requireRegistry(context, name);
      if (listSchemas(tx, context, name).length > 0)
        throw badRequest(`Registry with name ${name} has schemas and cannot be deleted.`);
      removeRegistry(tx, context, name);
    });
    return {};
  },
);
