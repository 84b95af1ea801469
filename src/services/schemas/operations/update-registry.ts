// UpdateRegistry: changes a registry's description.

import type { UpdateRegistryCommandInput, UpdateRegistryCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRegistry } from "../describe.ts";
import { given } from "../given.ts";
import { requireRegistryName } from "../names.ts";
import { saveRegistry } from "../repo.ts";
import { requireRegistry } from "../require.ts";

export const updateRegistry = defineOperation<Input<UpdateRegistryCommandInput>, UpdateRegistryCommandOutput>(
  "UpdateRegistry",
  (input, context) => {
    const { RegistryName: name, Description: description } = input;
    requireRegistryName(name);
    return context.store.write((tx) => {
      const registry = { ...requireRegistry(context, name), ...given({ description }) };
      saveRegistry(tx, context, registry);
      return describeRegistry(context, registry);
    });
  },
);
