// Finding stacks for operations, and showing them in the API's shapes.

import type {
  Capability,
  OperationEntry,
  Output,
  Parameter,
  RollbackConfiguration,
  Stack,
  Tag,
} from "@aws-sdk/client-cloudformation";
import { isListType } from "./template/parameters.ts";
import type { Template } from "./template/template.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { templateOf } from "./engine/scope.ts";
import { stackDoesNotExist, tokenAlreadyExists } from "./errors.ts";
import type { DeploymentRecord, OperationRecord, OutputRecord, RollbackRecord, StackRecord } from "./records.ts";
import { findStack, listAncestors, listShownOperations, loadDeployment } from "./repo.ts";

/** The stack of that name or ARN. A deleted one is found by its ARN only. */
export function requireStackNamed(tx: ReadTx, scope: Scope, nameOrId: string): StackRecord {
  const stack = findStack(tx, scope, nameOrId);
  if (stack === undefined) throw stackDoesNotExist(nameOrId);
  return stack;
}

/** What the stack stands on, if it ever was deployed. */
export function deploymentOf(tx: ReadTx, scope: Scope, stack: StackRecord): DeploymentRecord | undefined {
  return stack.deploymentId === undefined ? undefined : loadDeployment(tx, scope, stack.stackId, stack.deploymentId);
}

/** True while an operation runs. */
export function isInProgress(stack: StackRecord): boolean {
  return stack.status.endsWith("_IN_PROGRESS") && stack.status !== "REVIEW_IN_PROGRESS";
}

/**
 * True if the request repeats one that was answered before, which AWS tells by the token. A token of another kind of operation is
 * an error.
 */
export function isRepeated(
  stack: StackRecord,
  token: string | undefined,
  kind: OperationRecord["kind"] | "cancel" | "continue" | "rollback",
): boolean {
  const known = token === undefined ? undefined : stack.tokens[token];
  if (token !== undefined && known !== undefined && known !== kind) throw tokenAlreadyExists(token);
  return known === kind;
}

/** A stack as DescribeStacks shows it. */
export function describeStack(stack: StackRecord, deployment: DeploymentRecord | undefined): Stack {
  const template = deployment === undefined ? undefined : templateOf(deployment);
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    AliasName: stack.aliasName,
    Description: template?.description,
    Parameters: deployment === undefined || template === undefined ? [] : describeParameters(deployment, template),
    CreationTime: new Date(stack.createdAtMs),
    LastUpdatedTime: stack.updatedAtMs === undefined ? undefined : new Date(stack.updatedAtMs),
    DeletionTime: stack.deletedAtMs === undefined ? undefined : new Date(stack.deletedAtMs),
    RollbackConfiguration: describeRollback(deployment?.rollback),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    DisableRollback: stack.disableRollback,
    DeploymentConfig: deployment?.deploymentConfig,
    NotificationARNs: [...(stack.notificationArns ?? [])],
    TimeoutInMinutes: stack.timeoutMinutes,
    Capabilities: (deployment?.capabilities ?? []) as Capability[],
    Outputs: stack.outputs.map((output) => describeOutput(output)),
    RoleARN: stack.roleArn,
    Tags: describeTags(deployment?.tags ?? {}),
    EnableTerminationProtection: stack.hasTerminationProtection,
    ChangeSetId: stack.changeSetId,
    ...(stack.retainsExceptOnCreate === true ? { RetainExceptOnCreate: true } : {}),
    DeletionMode: stack.deletionMode,
  };
}

/** As AWS shows it: empty where there is nothing. */
export function describeRollback(rollback: RollbackRecord | undefined): RollbackConfiguration {
  if (rollback === undefined) return {};
  return {
    RollbackTriggers: rollback.triggers.map(({ arn, typeName }) => ({ Arn: arn, Type: typeName })),
    MonitoringTimeInMinutes: rollback.monitoringMinutes,
  };
}

/** A nested stack's parent and root; nothing for others. */
export function ancestryOf(tx: ReadTx, scope: Scope, stackId: string): Pick<Stack, "ParentId" | "RootId"> {
  const ancestors = listAncestors(tx, scope, stackId);
  return ancestors.length === 0 ? {} : { ParentId: ancestors[0], RootId: ancestors.at(-1) };
}

// LIMIT: how many are shown; AWS documents "the most recent operations" without a number.
const OPERATIONS_SHOWN = 10;

/** The stack's most recent operations, the newest first. */
export function lastOperations(tx: ReadTx, scope: Scope, stackId: string): OperationEntry[] {
  return listShownOperations(tx, scope, stackId)
    .slice(-OPERATIONS_SHOWN)
    .map(({ id, type }) => ({ OperationType: type, OperationId: id }))
    .toReversed();
}

/** A deployment's parameters, with what is secret masked and what comes from SSM resolved. */
export function describeParameters(deployment: DeploymentRecord, template: Template): Parameter[] {
  return [...template.parameters.values()].map(({ name, isNoEcho, type }) => {
    const resolved = deployment.resolved[name];
    return {
      ParameterKey: name,
      // AWS: a NoEcho parameter shows as "****".
      ParameterValue: isNoEcho ? "****" : shownText(type, deployment.parameters[name]),
      ...(resolved === undefined ? {} : { ResolvedValue: isNoEcho ? "****" : resolved }),
    };
  });
}

function shownText(type: string, text: string | undefined): string | undefined {
  return text === undefined || !isListType(type) ? text : text.replaceAll(/\s*,\s*/g, ",");
}

export function describeTags(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

function describeOutput(output: OutputRecord): Output {
  return {
    OutputKey: output.name,
    OutputValue: output.value,
    Description: output.description,
    ExportName: output.exportName,
  };
}
