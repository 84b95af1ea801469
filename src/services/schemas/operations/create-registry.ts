// CreateRegistry: makes a registry for schemas.

import type { CreateRegistryCommandInput, CreateRegistryCommandOutput } from "@aws-sdk/client-schemas";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { describeRegistry } from "../describe.ts";
import { conflict } from "../errors.ts";
import { requireRegistryName } from "../names.ts";
import type { RegistryRecord } from "../records.ts";
import { loadRegistry, saveRegistry } from "../repo.ts";
import { given } from "../given.ts";

export const createRegistry = defineOperation<Input<CreateRegistryCommandInput>, CreateRegistryCommandOutput>(
  "CreateRegistry",
  (input, context) => {
    const { RegistryName: name, Description: description, Tags: tags = {} } = input;
    requireRegistryName(name);
    const registry: RegistryRecord = { v: 1, name, tags, ...given({ description }) };
    context.store.write((tx) => {
      if (loadRegistry(tx, context, name) !== undefined) throw conflict(`Registry with name ${name} already exists.`);
      saveRegistry(tx, context, registry);
    });
    return describeRegistry(context, registry);
  },
);
