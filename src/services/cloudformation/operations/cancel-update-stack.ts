// CancelUpdateStack.

import type { CancelUpdateStackCommandInput, CancelUpdateStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { cancellationTopic } from "../engine/watch.ts";
import { validationError } from "../errors.ts";
import { findStack, loadOperation, saveOperation } from "../repo.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Calls an update off: it stops before its next resource and rolls back. */
export const cancelUpdateStack = defineOperation<Input<CancelUpdateStackCommandInput>, CancelUpdateStackCommandOutput>(
  "CancelUpdateStack",
  ({ StackName: stackName }, context) => {
    const stackId = context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
      const operation = loadOperation(tx, context, stack.stackId);
      if (stack.status !== "UPDATE_IN_PROGRESS" || operation === undefined || operation.phase === "done") {
        throw validationError(`CancelUpdateStack cannot be called from current stack status`);
      }
      saveOperation(tx, context, stack.stackId, { ...operation, isCancelled: true });
      return stack.stackId;
    });
    context.signals.notify(cancellationTopic(stackId));
    return {};
  },
);
