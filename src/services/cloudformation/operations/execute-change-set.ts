// ExecuteChangeSet.

import type { ExecuteChangeSetCommandInput, ExecuteChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { requireChangeSet, requireRoot } from "../change-sets.ts";
import { startFromFound } from "../drift/revert.ts";
import { actingPrincipal } from "../engine/acting-principal.ts";
import { dropChangeSet, executeNested } from "../engine/nested-records.ts";
import { startDeployment } from "../engine/start.ts";
import { disablesRollback } from "../deployment-config.ts";
import { cannotBeUpdated, invalidChangeSetStatus, validationError } from "../errors.ts";
import { findStack, listChangeSets, saveChangeSet } from "../repo.ts";
import { isRepeated } from "../stacks.ts";
import { requireLiveStack, requireUpdatable } from "./update-stack.ts";

const KINDS = { CREATE: "create", UPDATE: "update", IMPORT: "import" } as const;

/** Deploys what a change set planned; the stack's other change sets are gone then. */
export const executeChangeSet = defineOperation<Input<ExecuteChangeSetCommandInput>, ExecuteChangeSetCommandOutput>(
  "ExecuteChangeSet",
  async (input, context) => {
    const { ChangeSetName: name, StackName: stackName, ClientRequestToken: token } = input;
    const { stackId, roleArn } = context.store.read((tx) => {
      const planned = requireChangeSet(tx, context, name, stackName);
      const ownRole = findStack(tx, context, planned.stackId)?.roleArn;
      return { stackId: planned.stackId, roleArn: planned.roleArn ?? ownRole };
    });
    const principal = await actingPrincipal(context, roleArn, stackId);
    context.store.write((tx) => {
      const changeSet = requireChangeSet(tx, context, name, stackName);
      const stack = requireLiveStack(findStack(tx, context, changeSet.stackId), changeSet.stackName);
      const kind = KINDS[changeSet.type];
      if (isRepeated(stack, token, kind)) return;
      requireRoot(changeSet, "executed");
      if (changeSet.executionStatus !== "AVAILABLE" || changeSet.deployment === undefined) {
        throw invalidChangeSetStatus(
          `ChangeSet [${changeSet.changeSetId}] cannot be executed in its current status of [${changeSet.status}]`,
        );
      }
      const isNew = stack.status === "REVIEW_IN_PROGRESS";
      if (kind === "create" ? !isNew : kind === "update" && isNew) throw cannotBeUpdated(stack.stackId, stack.status);
      if (!isNew) requireUpdatable(stack);
      if (stack.deploymentId !== changeSet.basisId && !isNew) {
        throw invalidChangeSetStatus(
          `ChangeSet [${changeSet.changeSetId}] cannot be executed in its current execution status of [OBSOLETE]`,
        );
      }
      const { deploymentConfig: DeploymentConfig } = changeSet.deployment;
      const isKept = input.DisableRollback ?? disablesRollback({ DeploymentConfig });
      if (input.DisableRollback !== undefined && changeSet.onStackFailure !== undefined) {
        throw validationError("You can specify either DisableRollback or OnStackFailure, but not both.");
      }
      const onFailure = changeSet.onStackFailure ?? (isKept === true ? "DO_NOTHING" : "ROLLBACK");
      for (const other of listChangeSets(tx, context, stack.stackId)) {
        if (other.changeSetId !== changeSet.changeSetId) dropChangeSet(tx, context, other);
      }
      saveChangeSet(tx, context, { ...changeSet, executionStatus: "EXECUTE_COMPLETE" });
      const reviewed = executeNested(tx, context, changeSet);
      startFromFound(tx, context, changeSet);
      startDeployment(tx, context, stack, kind, changeSet.deployment, {
        onFailure,
        principal,
        roleArn,
        token,
        imports: changeSet.imports,
        reviewed,
        changeSetId: changeSet.changeSetId,
        policy: stack.policy,
        retainsExceptOnCreate: input.RetainExceptOnCreate === true,
      });
    });
    return {};
  },
);
