// RemoveAlias.

import type { RemoveAliasCommandInput, RemoveAliasCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { validationError } from "../errors.ts";
import { findStack, removeAlias as forget } from "../repo.ts";

/** Takes a stack's second name away. */
export const removeAlias = defineOperation<Input<RemoveAliasCommandInput>, RemoveAliasCommandOutput>(
  "RemoveAlias",
  ({ AliasName: aliasName }, context) => {
    context.store.write((tx) => {
      const stack = findStack(tx, context, aliasName);
      // AWS: the wording is inferred.
      if (stack?.aliasName !== aliasName) throw validationError(`Alias [${aliasName}] does not exist`);
      forget(tx, context, stack);
    });
    return {};
  },
);
