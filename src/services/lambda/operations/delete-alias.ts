// DeleteAlias: removes an alias with its policy and its settings; one that is not there is removed, too.

import type { DeleteAliasCommandInput, DeleteAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireFunction } from "../functions.ts";
import { parseFunctionName } from "../names.ts";
import { removeProvisioned } from "../provisioned/repo.ts";
import { reapplyProvisioned } from "../runner.ts";
import { removeUrl } from "../urls/repo.ts";
import { removeAlias, removeEventInvoke, removePolicy } from "../repo.ts";

export const deleteAlias = defineOperation<Input<DeleteAliasCommandInput>, DeleteAliasCommandOutput>(
  "DeleteAlias",
  (input, context) => {
    const reference = parseFunctionName(input.FunctionName, context);
    const { scope, name } = reference;
    context.store.write((tx) => {
      requireFunction(tx, reference);
      removeProvisioned(tx, scope, name, input.Name);
      removeUrl(tx, scope, name, input.Name);
      removeAlias(tx, scope, name, input.Name);
      removePolicy(tx, scope, name, input.Name);
      removeEventInvoke(tx, scope, name, input.Name);
    });
    reapplyProvisioned(context, scope, name);
    return {};
  },
);
