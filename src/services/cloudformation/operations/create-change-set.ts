// CreateChangeSet.

import type {
  ChangeSetType,
  CreateChangeSetCommandInput,
  CreateChangeSetCommandOutput,
} from "@aws-sdk/client-cloudformation";
import { formatArn } from "../../../kernel/arns.ts";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import { findDrifted } from "../drift/revert.ts";
import { actingContext } from "../engine/acting-principal.ts";
import { changeStackStatus } from "../engine/events.ts";
import { planNested } from "../engine/nested-change-sets.ts";
import { dropChangeSet, saveNested } from "../engine/nested-records.ts";
import type { NestedChangeSet } from "../engine/nested-records.ts";
import { planChanges } from "../engine/plan.ts";
import type { Plan } from "../engine/plan.ts";
import { findExisting, findObstacle, readImports, requireOnlyImports } from "../engine/plan-imports.ts";
import { prepareDeployment } from "../engine/prepare.ts";
import { templateOf } from "../engine/scope.ts";
import { beginShown } from "../engine/shown-operations.ts";
import { stackOutputReader } from "../engine/stack-outputs.ts";
import { newStack } from "../engine/start.ts";
import { readTemplateText } from "../engine/template-source.ts";
import {
  alreadyExists,
  changeSetAlreadyExists,
  notImplementedParameter,
  requireNewName,
  stackDoesNotExist,
  validationError,
} from "../errors.ts";
import type { ChangeSetRecord, DeploymentRecord, Imports, PlannedChange, StackRecord } from "../records.ts";
import { findChangeSet, findStack, saveChangeSet } from "../repo.ts";
import { deploymentOf } from "../stacks.ts";
import { isSame } from "../template/values.ts";
import type { FindResourceType, TypesOf } from "../template/validate.ts";
import { requireUpdatable } from "./update-stack.ts";

// AWS: this very sentence; `aws cloudformation deploy` looks for it.
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/**
 * Plans a deployment and keeps it. The plan is made at once: the change set is complete, or has failed, when the answer
 * goes out. AWS makes it in the background, but clients must wait for it either way.
 */
export const createChangeSet = (typesOf: TypesOf) =>
  defineOperation<Input<CreateChangeSetCommandInput>, CreateChangeSetCommandOutput>(
    "CreateChangeSet",
    async (input, context) => {
      const findType = typesOf(context, context);
      const {
        StackName: stackName,
        ChangeSetName: name,
        ChangeSetType: type = "UPDATE",
        ClientToken: clientToken,
      } = input;
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
      requireStackFor(type, stackName, existing);

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
      const acting = await actingContext(context, input.RoleARN ?? stack.roleArn, stack.stackId);
      const uuid = context.random.uuid();
      const changeSetId = formatArn("cloudformation", context.region, context.account, `changeSet/${name}/${uuid}`);
      const planned = await plan({ input, context: acting, findType, stack, previous, deployment, changeSetId });
      const changeSet: ChangeSetRecord & { readonly operationId: string } = {
        v: 1,
        changeSetId,
        name,
        stackId: stack.stackId,
        stackName: stack.stackName,
        type,
        ...(planned.failure === undefined
          ? { status: "CREATE_COMPLETE", executionStatus: "AVAILABLE" }
          : { status: "FAILED", executionStatus: "UNAVAILABLE", statusReason: planned.failure }),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        createdAtMs: context.clock.nowMs(),
        deployment,
        ...(previous === undefined ? {} : { basisId: previous.id }),
        changes: planned.changes,
        ...(planned.imports === undefined ? {} : { imports: planned.imports }),
        ...(planned.drifted === undefined ? {} : { drifted: planned.drifted }),
        ...(input.ImportExistingResources === true ? { importsExisting: true } : {}),
        ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
        ...(input.OnStackFailure === undefined ? {} : { onStackFailure: input.OnStackFailure }),
        ...(clientToken === undefined ? {} : { clientToken }),
        ...(input.IncludeNestedStacks === true ? { includesNested: true } : {}),
        operationId: context.random.uuid(),
      };
      context.store.write((tx) => {
        if (existing === undefined) {
          // RACE: another request may have taken the name while this one planned.
          if (findStack(tx, context, stackName) !== undefined) throw alreadyExists(stackName);
          changeStackStatus(tx, context, context, stack, { status: "REVIEW_IN_PROGRESS", reason: "User Initiated" });
        }
        if (same !== undefined) dropChangeSet(tx, context, same);
        saveChangeSet(tx, context, changeSet);
        saveNested(tx, context, planned.nested ?? []);
        beginShown(tx, context, context, stack.stackId, {
          id: changeSet.operationId,
          type: "CREATE_CHANGESET",
          status: planned.failure === undefined ? "SUCCEEDED" : "FAILED",
        });
      });
      return { Id: changeSet.changeSetId, StackId: stack.stackId };
    },
  );

/** Throws where the stack is not what the type of change set is for. An import makes its stack, or goes into one. */
function requireStackFor(type: ChangeSetType, stackName: string, existing: StackRecord | undefined): void {
  const isUnderReview = existing?.status === "REVIEW_IN_PROGRESS";
  if (type === "CREATE") {
    if (existing !== undefined && !isUnderReview) throw alreadyExists(existing.stackName);
  } else if (type === "UPDATE") {
    if (existing === undefined) throw stackDoesNotExist(stackName);
    if (isUnderReview) throw validationError(`Stack [${existing.stackName}] does not exist`);
  }
  if (existing === undefined) requireNewName(stackName, "stackName");
  else if (!isUnderReview) requireUpdatable(existing);
}

interface Planned {
  readonly changes: readonly PlannedChange[];
  /** Why the change set cannot be executed. */
  readonly failure: string | undefined;
  readonly imports: Imports | undefined;
  readonly drifted?: ChangeSetRecord["drifted"];
  readonly nested?: readonly NestedChangeSet[];
}

async function plan(options: {
  readonly input: Input<CreateChangeSetCommandInput>;
  /** As whom the change set would be executed. */
  readonly context: Context;
  readonly findType: FindResourceType;
  readonly stack: StackRecord;
  readonly previous: DeploymentRecord | undefined;
  readonly deployment: DeploymentRecord;
  readonly changeSetId: string;
}): Promise<Planned> {
  const { input, context, findType, stack, previous, deployment, changeSetId } = options;
  if (deployment.failure !== undefined) return { changes: [], imports: undefined, failure: deployment.failure };
  const drifted = input.DeploymentMode === undefined ? undefined : await findDrifted(context, stack, findType);
  const readStackOutput = stackOutputReader(context, context, () => context.principal);
  const planWith = (imports: Imports | undefined): Promise<Plan> =>
    planChanges({
      read: (work) => context.store.read(work),
      scope: context,
      stack,
      previous,
      deployment,
      findType,
      aws: context.aws,
      readStackOutput,
      imports,
      drifted,
    });
  if (drifted !== undefined && (input.ChangeSetType ?? "UPDATE") !== "UPDATE") {
    // AWS: the wording is inferred.
    throw validationError("DeploymentMode can only be specified for change sets of type UPDATE.");
  }
  if (input.ChangeSetType === "IMPORT") {
    const imports = readImports(input.ResourcesToImport ?? [], templateOf(deployment), findType);
    const planned = await planWith(imports);
    requireSameStack(input, stack, previous, deployment);
    requireOnlyImports(planned, imports);
    return { ...planned, imports, failure: await findObstacle(context, stack, findType, planned, imports) };
  }
  if ((input.ResourcesToImport ?? []).length > 0) {
    // AWS: the wording is inferred.
    throw validationError("ResourcesToImport can only be specified for change sets of type IMPORT.");
  }
  const fresh = await planWith(undefined);
  if (drifted !== undefined) {
    if (input.IncludeNestedStacks === true)
      throw notImplementedParameter("CreateChangeSet", "IncludeNestedStacks with DeploymentMode");
  }
  const existing =
    input.ImportExistingResources === true ? await findExisting(context, stack, findType, fresh) : NOTHING;
  const imports = Object.keys(existing.imports).length === 0 ? undefined : existing.imports;
  const planned = imports === undefined ? fresh : await planWith(imports);
  const { obstacle } = existing;
  if (input.IncludeNestedStacks === true) {
    const parent = { changeSetId, name: input.ChangeSetName, stackName: stack.stackName, deployment };
    const planner = { context, findType, readStackOutput, rootId: changeSetId };
    const { changes, changeSets: nested, failure } = await planNested(planner, parent, planned);
    const isEmpty = changes.length === 0 && !planned.hasOtherChanges;
    return { changes, imports, nested, failure: obstacle ?? failure ?? (isEmpty ? NO_CHANGES : undefined) };
  }
  const failure = obstacle ?? (planned.hasChanges ? undefined : NO_CHANGES);
  return { ...planned, imports, failure, ...(drifted === undefined ? {} : { drifted }) };
}

/** No resources of the stack's that are there already. */
const NOTHING: Awaited<ReturnType<typeof findExisting>> = { imports: {}, obstacle: undefined };

/** AWS: the message as observed; an import changes neither the stack's outputs nor its tags nor its role. */
function requireSameStack(
  input: Input<CreateChangeSetCommandInput>,
  stack: StackRecord,
  previous: DeploymentRecord | undefined,
  deployment: DeploymentRecord,
): void {
  const changed = [
    ...(isSame(previous?.template["Outputs"] ?? {}, deployment.template["Outputs"] ?? {}) ? [] : ["Outputs"]),
    ...(previous === undefined || input.RoleARN === undefined || input.RoleARN === stack.roleArn ? [] : ["RoleArn"]),
    ...(isSame(previous?.tags ?? {}, deployment.tags) ? [] : ["Tags"]),
  ];
  if (changed.length === 0) return;
  throw validationError(`As part of the import operation, you cannot modify or add [${changed.join(", ")}]`);
}

/**
 * AWS: "Execute a change set": a stack's change sets leave its list when one was executed.
 * DEVIATION: the name of one that found no changes is free as well. The AWS CLI names change sets by the second, and a
 * yard answers several deployments within one.
 */
function isSpent({ status, executionStatus }: ChangeSetRecord): boolean {
  return executionStatus === "EXECUTE_COMPLETE" || status === "FAILED";
}
