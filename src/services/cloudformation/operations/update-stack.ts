// UpdateStack.

import type { UpdateStackCommandInput, UpdateStackCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { actingContext } from "../engine/acting-principal.ts";
import { disablesRollback } from "../deployment-config.ts";
import { planChanges } from "../engine/plan.ts";
import { prepareDeployment } from "../engine/prepare.ts";
import { shownIdOf } from "../engine/shown-operations.ts";
import { stackOutputReader } from "../engine/stack-outputs.ts";
import { startDeployment } from "../engine/start.ts";
import { templateOf } from "../engine/scope.ts";
import { readPolicyText, readTemplateText } from "../engine/template-source.ts";
import { cannotBeUpdated, validationError } from "../errors.ts";
import type { DeploymentRecord, StackRecord } from "../records.ts";
import { findStack } from "../repo.ts";
import { requireStackPolicy } from "../stack-policy.ts";
import { deploymentOf, isRepeated } from "../stacks.ts";
import type { TypesOf } from "../template/validate.ts";

/** Checks and plans; refuses where nothing would change; then leaves the work to a job. */
export const updateStack = (typesOf: TypesOf) =>
  defineOperation<Input<UpdateStackCommandInput>, UpdateStackCommandOutput>("UpdateStack", async (input, context) => {
    const findType = typesOf(context, context);
    const { StackName: stackName, ClientRequestToken: token } = input;
    const { stack, previous } = context.store.read((tx) => {
      const found = requireLiveStack(findStack(tx, context, stackName), stackName);
      return { stack: found, previous: deploymentOf(tx, context, found) };
    });
    if (isRepeated(stack, token, "update")) return { StackId: stack.stackId };
    requireUpdatable(stack);
    const source = await readTemplateText(input, context, previous?.templateText);
    const deployment = await prepareDeployment({ context, findType, source, request: input, previous, isDirect: true });
    const roleArn = input.RoleARN ?? stack.roleArn;
    const acting = await actingContext(context, roleArn, stack.stackId);
    const plan =
      deployment.failure !== undefined
        ? undefined
        : await planChanges({
            read: (work) => context.store.read(work),
            scope: context,
            stack,
            previous,
            deployment,
            findType,
            aws: acting.aws,
            readStackOutput: stackOutputReader(context, context, () => Promise.resolve(acting.principal)),
          });
    const policies = await readPolicies(input, context, deployment);
    if (plan?.hasChanges === false && policies.next === undefined)
      throw validationError("No updates are to be performed.");
    return context.store.write((tx) => {
      const latest = requireLiveStack(findStack(tx, context, stack.stackId), stackName);
      requireUpdatable(latest);
      const { policy } = latest;
      const changed = policies.next === undefined ? latest : { ...latest, policy: policies.next };
      startDeployment(tx, context, changed, "update", deployment, {
        policy: policies.during ?? policy,
        onFailure: disablesRollback(input) === true ? "DO_NOTHING" : "ROLLBACK",
        principal: acting.principal,
        roleArn,
        token,
        retainsExceptOnCreate: input.RetainExceptOnCreate === true,
      });
      return { StackId: stack.stackId, OperationId: shownIdOf(tx, context, stack.stackId).operationId };
    });
  });

/**
 * The policy that holds for this update only, and the one that the stack gets. AWS: "Update stack policies": the new one protects what
 * the update makes; the update itself goes by the old one.
 */
async function readPolicies(
  input: Input<UpdateStackCommandInput>,
  context: Context,
  deployment: DeploymentRecord,
): Promise<{ readonly during: string | undefined; readonly next: string | undefined }> {
  const { StackPolicyDuringUpdateBody, StackPolicyDuringUpdateURL } = input;
  const next = await readPolicyText(input, context);
  const during = await readPolicyText(
    { StackPolicyBody: StackPolicyDuringUpdateBody, StackPolicyURL: StackPolicyDuringUpdateURL },
    context,
  );
  const logicalIds = new Set(templateOf(deployment).resources.keys());
  for (const policy of [next, during]) if (policy !== undefined) requireStackPolicy(policy, logicalIds);
  return { during, next };
}

/** AWS: UpdateStack says "Stack [NAME] does not exist", unlike DescribeStacks. */
export function requireLiveStack(stack: StackRecord | undefined, name: string): StackRecord {
  if (stack === undefined || stack.status === "DELETE_COMPLETE")
    throw validationError(`Stack [${name}] does not exist`);
  return stack;
}

const UPDATABLE = new Set([
  "CREATE_COMPLETE",
  "UPDATE_COMPLETE",
  "UPDATE_ROLLBACK_COMPLETE",
  "IMPORT_COMPLETE",
  "IMPORT_ROLLBACK_COMPLETE",
]);

/** Throws unless the stack's status allows an update; one that failed with rollback disabled may go on. */
export function requireUpdatable(stack: StackRecord): void {
  const isKeptFailure = stack.disableRollback && (stack.status === "CREATE_FAILED" || stack.status === "UPDATE_FAILED");
  if (!UPDATABLE.has(stack.status) && !isKeptFailure) throw cannotBeUpdated(stack.stackId, stack.status);
}
