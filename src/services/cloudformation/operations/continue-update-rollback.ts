// ContinueUpdateRollback.

import type {
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { failedSkips, namedSkips } from "../engine/skipped.ts";
import { continueRestore } from "../engine/start.ts";
import { validationError } from "../errors.ts";
import { findStack, loadOperation } from "../repo.ts";
import { isRepeated } from "../stacks.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Goes on with a rollback that failed, leaving out the resources that the caller names, or all that failed. */
export const continueUpdateRollback = defineOperation<
  Input<ContinueUpdateRollbackCommandInput>,
  ContinueUpdateRollbackCommandOutput
>("ContinueUpdateRollback", async (input, context) => {
  const { StackName: stackName, ResourcesToSkip: named = [] } = input;
  const isForced = input.ForceRollback === true;
  if (isForced && named.length > 0) {
    // AWS: that they exclude each other is documented, the wording inferred.
    throw validationError("You can specify either ForceRollback or ResourcesToSkip, but not both.");
  }
  const known = context.store.read((tx) => requireLiveStack(findStack(tx, context, stackName), stackName));
  const roleArn = input.RoleARN ?? known.roleArn;
  const principal = await actingPrincipal(context, roleArn, known.stackId);
  context.store.write((tx) => {
    const stack = requireLiveStack(findStack(tx, context, stackName), stackName);
    if (isRepeated(stack, input.ClientRequestToken, "continue")) return;
    const operation = loadOperation(tx, context, stack.stackId);
    if (stack.status !== "UPDATE_ROLLBACK_FAILED" || operation === undefined) {
      throw validationError(
        `Stack [${stack.stackId}] is in ${stack.status} state and can not continue update rollback.`,
      );
    }
    continueRestore(tx, context, stack, operation, {
      principal,
      roleArn,
      token: input.ClientRequestToken,
      ...(isForced ? failedSkips(tx, context, stack) : namedSkips(tx, context, stack, named)),
      isForced,
    });
  });
  return {};
});
