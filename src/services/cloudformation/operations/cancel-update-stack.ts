// CancelUpdateStack.

import type { CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { rememberToken } from "../engine/start.ts";
import { cancellationTopic } from "../engine/watch.ts";
import { validationError } from "../errors.ts";
import { findStack, loadOperation, saveOperation, saveStack } from "../repo.ts";
import { isRepeated } from "../stacks.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Calls an update off: it stops before its next resource and rolls back. */
export const cancelUpdateStack = defineOperation<Input<CancelUpdateStackCommandInput>, CancelUpdateStackCommandOutput>(
  "CancelUpdateStack",
  ({ StackName: stackName, ClientRequestToken: token }, context) => {
    const stackId = context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
      if (isRepeated(stack, token, "cancel")) return stack.stackId;
      const operation = loadOperation(tx, context, stack.stackId);
      if (stack.status !== "UPDATE_IN_PROGRESS" || operation === undefined || operation.phase === "done") {
        throw validationError(`CancelUpdateStack cannot be called from current stack status`);
      }
      saveOperation(tx, context, stack.stackId, { ...operation, isCancelled: true });
      if (token !== undefined)
        saveStack(tx, context, { ...stack, tokens: rememberToken(stack.tokens, token, "cancel") });
      return stack.stackId;
    });
    context.signals.notify(cancellationTopic(stackId));
    return {};
  },
);
