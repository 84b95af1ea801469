// ExecuteStackRefactor.

import type {
  ExecuteStackRefactorCommandInput,
  ExecuteStackRefactorCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Principal } from "../../../iam/principal.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { changeStackStatus } from "../engine/events.ts";
import { cannotBeUpdated, validationError } from "../errors.ts";
import { REFACTOR } from "../refactor/run.ts";
import { requireRefactor } from "../refactor/show.ts";
import { findStack, saveRefactor } from "../repo.ts";
import { requireLiveStack, requireUpdatable } from "./update-stack.ts";

/** Starts the moves; the stacks cannot be changed otherwise until they have ended. */
export const executeStackRefactor = defineOperation<
  Input<ExecuteStackRefactorCommandInput>,
  ExecuteStackRefactorCommandOutput
>("ExecuteStackRefactor", async ({ StackRefactorId: id }, context) => {
  const principals = await principalsOf(id, context);
  context.store.write((tx) => {
    const refactor = requireRefactor(tx, context, id);
    if (refactor.executionStatus !== "AVAILABLE") {
      // AWS: the wording is inferred from that of change sets.
      throw validationError(
        `StackRefactor [${id}] cannot be executed in its current execution status of [${refactor.executionStatus}]`,
      );
    }
    for (const { stackId, stackName, isNew } of refactor.stacks) {
      const stack = requireLiveStack(findStack(tx, context, stackId), stackName);
      if (!isNew) requireUpdatable(stack);
      else if (stack.status !== "REVIEW_IN_PROGRESS") throw cannotBeUpdated(stackId, stack.status);
      changeStackStatus(tx, context, context, stack, {
        status: isNew ? "CREATE_IN_PROGRESS" : "UPDATE_IN_PROGRESS",
        reason: "User Initiated",
        ...(isNew ? {} : { updatedAtMs: context.clock.nowMs() }),
      });
    }
    saveRefactor(tx, context, {
      ...refactor,
      executionStatus: "EXECUTE_IN_PROGRESS",
      principal: context.principal,
      principals,
    });
    const { account, region } = context;
    context.jobs.enqueue(tx, { account, region, kind: REFACTOR, payload: { refactorId: id } });
  });
  return {};
});

/** AWS: "CloudFormation service role": a stack's role is used for all operations on it, whoever asks. */
async function principalsOf(id: string, context: Context): Promise<Record<string, Principal>> {
  const roles = context.store.read((tx) =>
    requireRefactor(tx, context, id).stacks.map(({ stackId }) => ({
      stackId,
      roleArn: findStack(tx, context, stackId)?.roleArn,
    })),
  );
  const principals: Record<string, Principal> = {};
  for (const { stackId, roleArn } of roles) {
    if (roleArn !== undefined) principals[stackId] = await actingPrincipal(context, roleArn, stackId);
  }
  return principals;
}
