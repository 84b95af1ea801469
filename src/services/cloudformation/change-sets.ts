// Finding change sets for operations, and showing them in the API's shapes.

import type {
  Capability,
  Change,
  DescribeChangeSetCommandOutput,
  Parameter,
  ChangeSetSummary,
  ResourceChangeDetail,
} from "@aws-sdk/client-cloudformation";
import type { Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { templateOf } from "./engine/scope.ts";
import { changeSetNotFound, invalidChangeSetStatus, stackDoesNotExist, validationError } from "./errors.ts";
import { pageOfBytes } from "./paging.ts";
import type { ChangeSetRecord, PlannedChange, PlannedDetail } from "./records.ts";
import { findChangeSet, findStack } from "./repo.ts";
import { describeParameters, describeRollback, describeTags } from "./stacks.ts";

/** The change set of that ARN, or of that name within a stack. */
export function requireChangeSet(
  tx: ReadTx,
  scope: Scope,
  nameOrId: string,
  stackName: string | undefined,
): ChangeSetRecord {
  if (stackName === undefined && !nameOrId.startsWith("arn:")) {
    throw validationError("StackName must be specified if ChangeSetName is not specified as an ARN.");
  }
  const stack = stackName === undefined ? undefined : findStack(tx, scope, stackName);
  if (stackName !== undefined && stack === undefined) throw stackDoesNotExist(stackName);
  const changeSet = findChangeSet(tx, scope, nameOrId, stack?.stackId);
  if (changeSet === undefined) throw changeSetNotFound(nameOrId);
  return changeSet;
}

/** Throws for a nested stack's change set. AWS: it is executed and deleted by its root's; the wording is inferred. */
export function requireRoot({ changeSetId, rootChangeSetId }: ChangeSetRecord, verb: string): void {
  if (rootChangeSetId === undefined) return;
  throw invalidChangeSetStatus(
    `ChangeSet [${changeSetId}] is a nested change set and can only be ${verb} by its root change set [${rootChangeSetId}]`,
  );
}

/** As DescribeChangeSet shows it, from a page on. */
export function describeChangeSet(
  changeSet: ChangeSetRecord,
  { token, hasValues }: { readonly token: string | undefined; readonly hasValues: boolean },
): Output<DescribeChangeSetCommandOutput> {
  const { items, ...next } = pageOfBytes(changeSet.changes, token, (change) => describeChange(change, hasValues));
  const { deployment } = changeSet;
  const parameters: Parameter[] =
    deployment === undefined ? [] : describeParameters(deployment, templateOf(deployment));
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.changeSetId,
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    Description: changeSet.description,
    Parameters: parameters,
    CreationTime: new Date(changeSet.createdAtMs),
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    NotificationARNs: [...(deployment?.notificationArns ?? [])],
    RollbackConfiguration: describeRollback(deployment?.rollback),
    Capabilities: (deployment?.capabilities ?? []) as Capability[],
    Tags: describeTags(deployment?.tags ?? {}),
    Changes: items.map((change) => withDrift(change, changeSet, hasValues)),
    ...(changeSet.drifted === undefined
      ? {}
      : {
          DeploymentMode: "REVERT_DRIFT",
          StackDriftStatus: Object.keys(changeSet.drifted).length === 0 ? "IN_SYNC" : "DRIFTED",
        }),
    ...next,
    IncludeNestedStacks: changeSet.includesNested === true,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
    DeploymentConfig: deployment?.deploymentConfig,
    ...(changeSet.importsExisting === true ? { ImportExistingResources: true } : {}),
    OnStackFailure: changeSet.onStackFailure,
  };
}

/** As ListChangeSets shows it. */
export function summarizeChangeSet(changeSet: ChangeSetRecord): ChangeSetSummary {
  return {
    StackId: changeSet.stackId,
    StackName: changeSet.stackName,
    ChangeSetId: changeSet.changeSetId,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    CreationTime: new Date(changeSet.createdAtMs),
    Description: changeSet.description,
    IncludeNestedStacks: changeSet.includesNested === true,
    ParentChangeSetId: changeSet.parentChangeSetId,
    RootChangeSetId: changeSet.rootChangeSetId,
    ...(changeSet.importsExisting === true ? { ImportExistingResources: true } : {}),
  };
}

function describeChange(change: PlannedChange, hasValues: boolean): Change {
  return {
    Type: "Resource",
    ResourceChange: {
      Action: change.action,
      PolicyAction: change.policyAction,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.typeName,
      Replacement: change.replacement,
      ChangeSetId: change.changeSetId,
      Scope: [...new Set(change.details.map((detail) => detail.attribute))],
      Details: hasValues
        ? change.details.map((detail) => describeDetail(detail, true))
        : withoutRepetition(change.details.map((detail) => describeDetail(detail, false))),
      ...(hasValues ? { BeforeContext: change.before, AfterContext: change.after } : {}),
    },
  };
}

/** What a drift-aware change set says of a resource besides: how it was found. */
function withDrift(change: Change, { drifted, changes, createdAtMs }: ChangeSetRecord, hasValues: boolean): Change {
  const { ResourceChange: resource } = change;
  if (drifted === undefined || resource?.LogicalResourceId === undefined) return change;
  const live = drifted[resource.LogicalResourceId];
  const status = live === undefined ? "IN_SYNC" : live.kind === "gone" ? "DELETED" : "MODIFIED";
  const shown = { ...resource, ResourceDriftStatus: status } as const;
  const planned = changes.find(({ logicalId }) => logicalId === resource.LogicalResourceId);
  if (planned === undefined) return { ...change, ResourceChange: shown };
  const { ignored } = planned;
  const withIgnored = ignored === undefined ? shown : { ...shown, ResourceDriftIgnoredAttributes: [...ignored] };
  if (!hasValues) return { ...change, ResourceChange: withIgnored };
  // AWS: API Reference, "ResourceTargetDefinition": these are there in drift-aware change sets only.
  const Details = shown.Details?.map((detail, index) => {
    const previous = planned.details[index]?.previous;
    const drift = { PreviousValue: previous, ActualValue: detail.Target?.BeforeValue };
    const Target = {
      ...detail.Target,
      BeforeValueFrom: "ACTUAL_STATE" as const,
      AfterValueFrom: "TEMPLATE" as const,
      ...(previous === undefined ? {} : { Drift: { ...drift, DriftDetectionTimestamp: new Date(createdAtMs) } }),
    };
    return { ...detail, Target };
  });
  return { ...change, ResourceChange: { ...withIgnored, Details, PreviousDeploymentContext: planned.previous } };
}

function describeDetail(detail: PlannedDetail, hasValues: boolean): ResourceChangeDetail {
  return {
    Target: {
      Attribute: detail.attribute,
      Name: detail.name,
      RequiresRecreation: detail.requiresRecreation,
      ...(hasValues
        ? {
            Path: detail.path,
            BeforeValue: detail.before,
            AfterValue: detail.after,
            AttributeChangeType: detail.changeType,
          }
        : {}),
    },
    Evaluation: detail.isDynamic ? "Dynamic" : "Static",
    ChangeSource: detail.source,
    CausingEntity: detail.causingEntity,
  };
}

/** Without their values, the changes within one property look the same. */
function withoutRepetition(details: readonly ResourceChangeDetail[]): ResourceChangeDetail[] {
  return [...new Map(details.map((detail) => [JSON.stringify(detail), detail])).values()];
}
