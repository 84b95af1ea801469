// DeleteStack.

import type { DeleteStackCommandInput, DeleteStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { dropChangeSet } from "../engine/nested-records.ts";
import { startDeletion } from "../engine/start.ts";
import { cancellationTopic } from "../engine/watch.ts";
import { validationError } from "../errors.ts";
import { isRepeated } from "../stacks.ts";
import { eraseStack, findStack, listChangeSets, loadOperation, saveOperation } from "../repo.ts";

/** Starts the deletion. AWS: deleting a stack that is not there is a success. */
export const deleteStack = defineOperation<Input<DeleteStackCommandInput>, DeleteStackCommandOutput>(
  "DeleteStack",
  async (input, context) => {
    const { StackName: stackName, RetainResources = [], RoleARN, ClientRequestToken: token, DeletionMode } = input;
    const known = context.store.read((tx) => findStack(tx, context, stackName));
    if (known === undefined || known.status === "DELETE_COMPLETE") return {};
    const roleArn = RoleARN ?? known.roleArn;
    const principal = await actingPrincipal(context, roleArn, known.stackId);
    context.store.write((tx) => {
      const stack = findStack(tx, context, stackName);
      if (stack === undefined || stack.status === "DELETE_COMPLETE" || stack.status === "DELETE_IN_PROGRESS") return;
      if (isRepeated(stack, token, "delete")) return;
      if (stack.hasTerminationProtection) {
        throw validationError(`Stack [${stack.stackName}] cannot be deleted while TerminationProtection is enabled`);
      }
      if (RetainResources.length > 0 && stack.status !== "DELETE_FAILED") {
        throw validationError(
          `Invalid operation on stack [${stack.stackId}]. To delete a stack with retained resources the stack must be in DELETE_FAILED state`,
        );
      }
      for (const changeSet of listChangeSets(tx, context, stack.stackId)) dropChangeSet(tx, context, changeSet);
      if (stack.status === "REVIEW_IN_PROGRESS") {
        eraseStack(tx, context, stack);
        return;
      }
      const operation = loadOperation(tx, context, stack.stackId);
      if (stack.status === "CREATE_IN_PROGRESS" && operation !== undefined) {
        // The creation stops before its next resource and turns into the deletion.
        saveOperation(tx, context, stack.stackId, { ...operation, isCancelled: true });
        return;
      }
      if (stack.status.endsWith("_IN_PROGRESS")) {
        throw validationError(`Stack [${stack.stackId}] cannot be deleted while in status ${stack.status}`);
      }
      startDeletion(tx, context, stack, {
        onFailure: "DO_NOTHING",
        principal,
        roleArn,
        token,
        skipped: RetainResources,
        deletionMode: DeletionMode,
        isForced: DeletionMode === "FORCE_DELETE_STACK",
      });
    });
    context.signals.notify(cancellationTopic(known.stackId));
    return {};
  },
);
