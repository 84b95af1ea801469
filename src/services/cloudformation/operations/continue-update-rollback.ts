// ContinueUpdateRollback.

import type {
  ContinueUpdateRollbackCommandInput,
  ContinueUpdateRollbackCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { continueRestore } from "../engine/start.ts";
import { validationError } from "../errors.ts";
import { findStack, loadOperation, loadResource } from "../repo.ts";
import { isRepeated } from "../stacks.ts";
import { requireLiveStack } from "./update-stack.ts";

/** Goes on with a rollback that failed, leaving out the resources that the caller names. */
export const continueUpdateRollback = defineOperation<
  Input<ContinueUpdateRollbackCommandInput>,
  ContinueUpdateRollbackCommandOutput
>("ContinueUpdateRollback", async (input, context) => {
  const { StackName: stackName, ResourcesToSkip: skipped = [] } = input;
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
    const wrong = skipped.filter(
      (logicalId) => loadResource(tx, context, stack.stackId, logicalId)?.status !== "UPDATE_FAILED",
    );
    if (wrong.length > 0) {
      throw validationError(`[${wrong.join(", ")}] resource(s) must be in UPDATE_FAILED state to be skipped.`);
    }
    continueRestore(tx, context, stack, operation, {
      principal,
      roleArn,
      token: input.ClientRequestToken,
      skipped,
    });
  });
  return {};
});
