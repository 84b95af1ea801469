// SetAlias.

import type { SetAliasCommandInput, SetAliasCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { aliasExists, aliasLimitExceeded } from "../errors.ts";
import { findStack, saveStack } from "../repo.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Gives a stack a second name, which means it wherever its own does. */
export const setAlias = defineOperation<Input<SetAliasCommandInput>, SetAliasCommandOutput>(
  "SetAlias",
  ({ StackName: stackName, AliasName: aliasName }, context) => {
    context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
      if (stack.aliasName === aliasName) return;
      if (stack.aliasName !== undefined) throw aliasLimitExceeded(stack.stackName);
      // AWS: "It cannot match an existing stack name or another active alias."
      if (findStack(tx, context, aliasName) !== undefined) throw aliasExists(aliasName);
      saveStack(tx, context, { ...stack, aliasName });
    });
    return {};
  },
);
