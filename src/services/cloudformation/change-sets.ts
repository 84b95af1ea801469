// Finding change sets for operations, and showing them in the API's shapes.

import type {
  Capability,
  Change,
  DescribeChangeSetCommandOutput,
  Parameter,
  ChangeSetSummary,
} from "@aws-sdk/client-cloudformation";
import type { Output } from "../../service/apis.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { templateOf } from "./engine/scope.ts";
import { changeSetNotFound, stackDoesNotExist, validationError } from "./errors.ts";
import type { ChangeSetRecord, PlannedChange } from "./records.ts";
import { findChangeSet, findStack } from "./repo.ts";
import { describeParameters, describeTags } from "./stacks.ts";

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

/** As DescribeChangeSet shows it. */
export function describeChangeSet(changeSet: ChangeSetRecord): Output<DescribeChangeSetCommandOutput> {
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
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: (deployment?.capabilities ?? []) as Capability[],
    Tags: describeTags(deployment?.tags ?? {}),
    Changes: changeSet.changes.map((change) => describeChange(change)),
    IncludeNestedStacks: false,
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
    IncludeNestedStacks: false,
  };
}

function describeChange(change: PlannedChange): Change {
  return {
    Type: "Resource",
    ResourceChange: {
      Action: change.action,
      PolicyAction: change.policyAction,
      LogicalResourceId: change.logicalId,
      PhysicalResourceId: change.physicalId,
      ResourceType: change.typeName,
      Replacement: change.replacement,
      Scope: [...new Set(change.details.map((detail) => detail.attribute))],
      Details: change.details.map((detail) => ({
        Target: {
          Attribute: detail.attribute,
          Name: detail.name,
          RequiresRecreation: detail.requiresRecreation,
        },
        Evaluation: detail.isDynamic ? ("Dynamic" as const) : ("Static" as const),
        ChangeSource: detail.source,
        CausingEntity: detail.causingEntity,
      })),
    },
  };
}
