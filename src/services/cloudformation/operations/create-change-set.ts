// CreateChangeSet.

import type { CreateChangeSetCommandInput, CreateChangeSetCommandOutput } from "@aws-sdk/client-cloudformation";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { changeStackStatus } from "../engine/events.ts";
import { planChanges } from "../engine/plan.ts";
import { prepareDeployment } from "../engine/prepare.ts";
import { newStack } from "../engine/start.ts";
import { readTemplateText } from "../engine/template-source.ts";
import { alreadyExists, changeSetAlreadyExists, stackDoesNotExist, validationError } from "../errors.ts";
import type { ChangeSetRecord } from "../records.ts";
import { deleteChangeSet, findChangeSet, findStack, saveChangeSet } from "../repo.ts";
import { deploymentOf, refuseMembers } from "../stacks.ts";
import type { FindResourceType } from "../template/validate.ts";
import { requireStackName } from "./create-stack.ts";
import { requireUpdatable } from "./update-stack.ts";

const REFUSED = [
  "DeploymentMode",
  "ImportExistingResources",
  "IncludeNestedStacks",
  "NotificationARNs",
  "ResourceTypes",
  "ResourcesToImport",
];
// AWS: this very sentence; `aws cloudformation deploy` looks for it.
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * Plans a deployment and keeps it. The plan is made at once: the change set is complete, or has failed, when the answer
 * goes out. AWS makes it in the background, but clients must wait for it either way.
 */
export const createChangeSet = (findType: FindResourceType) =>
  defineOperation<Input<CreateChangeSetCommandInput>, CreateChangeSetCommandOutput>(
    "CreateChangeSet",
    async (input, context) => {
      refuseMembers("CreateChangeSet", input, REFUSED);
      if (input.RollbackConfiguration?.RollbackTriggers?.length) {
        refuseMembers("CreateChangeSet", input, ["RollbackConfiguration"]);
      }
      if (input.ChangeSetType === "IMPORT")
        refuseMembers("CreateChangeSet", { ChangeSetType: "IMPORT" }, ["ChangeSetType"]);
      const {
        StackName: stackName,
        ChangeSetName: name,
        ChangeSetType: type = "UPDATE",
        ClientToken: clientToken,
      } = input;
      const isCreation = type === "CREATE";
      const { existing, previous, same } = context.store.read((tx) => {
        const found = findStack(tx, context, stackName);
        const live = found?.status === "DELETE_COMPLETE" ? undefined : found;
        return {
          existing: live,
          previous: live === undefined ? undefined : deploymentOf(tx, context, live),
          same: live === undefined ? undefined : findChangeSet(tx, context, name, live.stackId),
        };
      });
      if (same !== undefined) {
        if (clientToken !== undefined && same.clientToken === clientToken) {
          return { Id: same.changeSetId, StackId: same.stackId };
        }
        if (!isSpent(same)) throw changeSetAlreadyExists(name);
      }
      if (isCreation) {
        if (existing !== undefined && existing.status !== "REVIEW_IN_PROGRESS") throw alreadyExists(existing.stackName);
        if (existing === undefined) requireStackName(stackName);
      } else {
        if (existing === undefined) throw stackDoesNotExist(stackName);
        if (existing.status === "REVIEW_IN_PROGRESS") {
          throw validationError(`Stack [${existing.stackName}] does not exist`);
        }
        requireUpdatable(existing);
      }

      const source = await readTemplateText(input, context, previous?.templateText);
      const deployment = await prepareDeployment({
        context,
        findType,
        source,
        request: input,
        previous,
        isDirect: false,
      });
      const stack = existing ?? newStack(context, stackName);
      const plan = await planChanges({
        read: (work) => context.store.read(work),
        scope: context,
        stack,
        previous,
        deployment,
        findType,
        aws: context.aws,
      });
      const changeSet: ChangeSetRecord = {
        v: 1,
        changeSetId: formatArn(
          "cloudformation",
          context.region,
          context.account,
          `changeSet/${name}/${context.random.uuid()}`,
        ),
        name,
        stackId: stack.stackId,
        stackName: stack.stackName,
        type: isCreation ? "CREATE" : "UPDATE",
        ...(plan.hasChanges
          ? { status: "CREATE_COMPLETE", executionStatus: "AVAILABLE" }
          : { status: "FAILED", executionStatus: "UNAVAILABLE", statusReason: NO_CHANGES }),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        createdAtMs: context.clock.nowMs(),
        deployment,
        ...(previous === undefined ? {} : { basisId: previous.id }),
        changes: plan.changes,
        ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
        ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
        ...(clientToken === undefined ? {} : { clientToken }),
      };
      context.store.write((tx) => {
        if (existing === undefined) {
          // RACE: another request may have taken the name while this one planned.
          if (findStack(tx, context, stackName) !== undefined) throw alreadyExists(stackName);
          changeStackStatus(tx, context, context, stack, { status: "REVIEW_IN_PROGRESS", reason: "User Initiated" });
        }
        if (same !== undefined) deleteChangeSet(tx, context, same);
        saveChangeSet(tx, context, changeSet);
      });
      return { Id: changeSet.changeSetId, StackId: stack.stackId };
    },
  );

/**
 * AWS: "Execute a change set": a stack's change sets leave its list when one was executed.
 * DEVIATION: the name of one that found no changes is free as well. The AWS CLI names change sets by the second, and a
 * yard answers several deployments within one.
 */
function isSpent({ status, executionStatus }: ChangeSetRecord): boolean {
  return executionStatus === "EXECUTE_COMPLETE" || status === "FAILED";
}
