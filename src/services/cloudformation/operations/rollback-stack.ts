// RollbackStack.

import type { RollbackStackCommandInput, RollbackStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { shownIdOf } from "../engine/shown-operations.ts";
import { rollBackFailure } from "../engine/start.ts";
import { validationError } from "../errors.ts";
import { findStack, loadOperation } from "../repo.ts";
import { isRepeated } from "../stacks.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Brings a stack whose failure was left as it was back to its last stable state; deletes one that never had one. */
export const rollbackStack = defineOperation<Input<RollbackStackCommandInput>, RollbackStackCommandOutput>(
  "RollbackStack",
  async (input, context) => {
    const { StackName: stackName, ClientRequestToken: token, RetainExceptOnCreate } = input;
    const known = context.store.read((tx) => requireLiveStack(findStack(tx, context, stackName), stackName));
    const roleArn = input.RoleARN ?? known.roleArn;
    const principal = await actingPrincipal(context, roleArn, known.stackId);
    return context.store.write((tx) => {
      const stack = requireLiveStack(findStack(tx, context, known.stackId), stackName);
      const failed = loadOperation(tx, context, stack.stackId);
      if (isRepeated(stack, token, "rollback")) return { StackId: stack.stackId };
      if (!/^(CREATE|UPDATE)_FAILED$/.test(stack.status) || failed === undefined) {
        // AWS: which states allow it is documented ("RollbackStack"), the wording is inferred.
        throw validationError(`Stack:${stack.stackId} is in ${stack.status} state and can not be rolled back.`);
      }
      rollBackFailure(tx, context, stack, failed, {
        principal,
        roleArn,
        token,
        retainsExceptOnCreate: RetainExceptOnCreate === true,
      });
      return { StackId: stack.stackId, OperationId: shownIdOf(tx, context, stack.stackId).operationId };
    });
  },
);
