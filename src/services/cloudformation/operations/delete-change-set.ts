// DeleteChangeSet.

import type { DeleteChangeSetCommandInput, DeleteChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireRoot } from "../change-sets.ts";
import { dropChangeSet } from "../engine/nested-records.ts";
import { invalidChangeSetStatus, stackDoesNotExist, validationError } from "../errors.ts";
import { findChangeSet, findStack } from "../repo.ts";

/** Forgets a change set. AWS: one that is not there is a success; the stack under review stays. */
export const deleteChangeSet = defineOperation<Input<DeleteChangeSetCommandInput>, DeleteChangeSetCommandOutput>(
  "DeleteChangeSet",
  ({ ChangeSetName: name, StackName: stackName }, context) => {
    if (stackName === undefined && !name.startsWith("arn:")) {
      throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
    }
    context.store.write((tx) => {
      const stack = stackName === undefined ? undefined : findStack(tx, context, stackName);
      if (stackName !== undefined && stack === undefined) throw stackDoesNotExist(stackName);
      const changeSet = findChangeSet(tx, context, name, stack?.stackId);
      if (changeSet === undefined) return;
      if (changeSet.executionStatus === "EXECUTE_IN_PROGRESS") {
        throw invalidChangeSetStatus(
          `An operation on ChangeSet [${changeSet.changeSetId}] is currently in progress and it cannot be deleted`,
        );
      }
      requireRoot(changeSet, "deleted");
      dropChangeSet(tx, context, changeSet);
    });
    return {};
  },
);
