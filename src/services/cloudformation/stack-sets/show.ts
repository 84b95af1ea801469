// Stack sets, their instances, operations and results in the API's shapes.

import type {
  AutoDeployment,
  Parameter,
  StackInstance,
  StackInstanceSummary,
  StackSet,
  StackSetDriftDetectionDetails,
  StackSetOperation,
  StackSetOperationPreferences,
  StackSetOperationResultSummary,
  StackSetOperationSummary,
  StackSetSummary,
} from "@aws-sdk/client-cloudformation";
import type { Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { describeTags } from "../stacks.ts";
import { driftTotals } from "./drift-totals.ts";
import { defaultAdministrationRole, EXECUTION_ROLE, stackSetArn } from "./names.ts";
import type {
  AutoDeploymentRecord,
  OperationResultRecord,
  PreferencesRecord,
  StackInstanceRecord,
  StackSetDriftRecord,
  StackSetOperationRecord,
  StackSetRecord,
} from "./records.ts";
import { listInstances, listResults } from "./repo.ts";
import { templateOfText } from "./template.ts";

/** A stack set as DescribeStackSet shows it. */
export function showStackSet(tx: ReadTx, administrator: Scope, stackSet: StackSetRecord): StackSet {
  const { id, permissionModel, targets } = stackSet;
  const instances = listInstances(tx, administrator, id);
  const isSelfManaged = permissionModel === "SELF_MANAGED";
  const regions = [...instances.map(({ region }) => region), ...targets.flatMap((target) => target.regions)];
  return {
    StackSetName: stackSet.name,
    StackSetId: id,
    StackSetARN: stackSetArn(administrator, id),
    Description: stackSet.description,
    Status: stackSet.status,
    TemplateBody: stackSet.templateText,
    Parameters: showParameters(stackSet),
    Capabilities: [...stackSet.capabilities] as NonNullable<StackSet["Capabilities"]>,
    Tags: describeTags(stackSet.tags),
    PermissionModel: permissionModel,
    ...(isSelfManaged ? rolesOf(administrator, stackSet) : {}),
    ...autoDeploymentOf(stackSet.autoDeployment),
    OrganizationalUnitIds: [...new Set(targets.map(({ unitId }) => unitId))],
    ManagedExecution: { Active: stackSet.hasManagedExecution },
    Regions: [...new Set(regions)],
    // AWS: "contains information about the last completed drift operation".
    StackSetDriftDetectionDetails: showDrift(stackSet.drift),
  };
}

/** The roles by which a self-managed stack set acts. */
function rolesOf(
  { account }: Scope,
  { administrationRoleArn, executionRoleName }: Pick<StackSetRecord, "administrationRoleArn" | "executionRoleName">,
): { readonly AdministrationRoleARN: string; readonly ExecutionRoleName: string } {
  return {
    AdministrationRoleARN: administrationRoleArn ?? defaultAdministrationRole(account),
    ExecutionRoleName: executionRoleName ?? EXECUTION_ROLE,
  };
}

function showParameters({ templateText, parameters }: StackSetRecord): Parameter[] {
  const { parameters: declared } = templateOfText(templateText);
  return Object.entries(parameters).map(([ParameterKey, value]) => ({
    ParameterKey,
    // AWS: a NoEcho parameter shows as "****".
    ParameterValue: declared.get(ParameterKey)?.isNoEcho === true ? "****" : value,
    UsePreviousValue: false,
  }));
}

function autoDeploymentOf(record: AutoDeploymentRecord | undefined): { AutoDeployment?: AutoDeployment } {
  if (record === undefined) return {};
  const { isEnabled, retainsStacks, dependsOn } = record;
  return {
    AutoDeployment: {
      Enabled: isEnabled,
      ...(isEnabled ? { RetainStacksOnAccountRemoval: retainsStacks } : {}),
      ...(dependsOn === undefined ? {} : { DependsOn: [...dependsOn] }),
    },
  };
}

function showDrift(drift: StackSetDriftRecord | undefined): StackSetDriftDetectionDetails {
  if (drift !== undefined) {
    const { checkedAtMs, ...counts } = drift;
    return { ...counts, LastDriftCheckTimestamp: new Date(checkedAtMs) };
  }
  return {
    DriftStatus: "NOT_CHECKED",
    TotalStackInstancesCount: 0,
    DriftedStackInstancesCount: 0,
    InSyncStackInstancesCount: 0,
    InProgressStackInstancesCount: 0,
    FailedStackInstancesCount: 0,
  };
}

export function summarizeStackSet(stackSet: StackSetRecord): StackSetSummary {
  const { name, id, description, status, permissionModel, autoDeployment, drift, hasManagedExecution } = stackSet;
  return {
    StackSetName: name,
    StackSetId: id,
    Description: description,
    Status: status,
    PermissionModel: permissionModel,
    ...autoDeploymentOf(autoDeployment),
    DriftStatus: drift?.DriftStatus ?? "NOT_CHECKED",
    ...(drift === undefined ? {} : { LastDriftCheckTimestamp: new Date(drift.checkedAtMs) }),
    ManagedExecution: { Active: hasManagedExecution },
  };
}

export function summarizeInstance(stackSetId: string, instance: StackInstanceRecord): StackInstanceSummary {
  const { account, region, stackId, status, detailedStatus, statusReason, unitId, lastOperationId } = instance;
  const { driftStatus, driftCheckedAtMs } = instance;
  return {
    StackSetId: stackSetId,
    Account: account,
    Region: region,
    StackId: stackId,
    Status: status,
    StatusReason: statusReason,
    StackInstanceStatus: { DetailedStatus: detailedStatus },
    // AWS: empty where the permissions are self-managed.
    OrganizationalUnitId: unitId ?? "",
    DriftStatus: driftStatus,
    ...(driftCheckedAtMs === undefined ? {} : { LastDriftCheckTimestamp: new Date(driftCheckedAtMs) }),
    LastOperationId: lastOperationId,
  };
}

export function showInstance({ id, templateText }: StackSetRecord, instance: StackInstanceRecord): StackInstance {
  const { parameters } = templateOfText(templateText);
  return {
    ...summarizeInstance(id, instance),
    ParameterOverrides: Object.entries(instance.overrides).map(([ParameterKey, value]) => ({
      ParameterKey,
      ParameterValue: parameters.get(ParameterKey)?.isNoEcho === true ? "****" : value,
      UsePreviousValue: false,
    })),
  };
}

export function showOperation(
  tx: ReadTx,
  administrator: Scope,
  stackSet: StackSetRecord,
  operation: StackSetOperationRecord,
): StackSetOperation {
  const { id, action, status, statusReason, createdAtMs, endedAtMs, deploymentTargets, retainsStacks } = operation;
  const isSelfManaged = stackSet.permissionModel === "SELF_MANAGED";
  return {
    OperationId: id,
    StackSetId: stackSet.id,
    Action: action,
    Status: status,
    StatusReason: statusReason,
    OperationPreferences: showPreferences(operation.preferences),
    ...(action === "DELETE" ? { RetainStacks: retainsStacks === true } : {}),
    ...(isSelfManaged ? rolesOf(administrator, operation) : {}),
    CreationTimestamp: new Date(createdAtMs),
    ...(endedAtMs === undefined ? {} : { EndTimestamp: new Date(endedAtMs) }),
    ...(isSelfManaged || deploymentTargets === undefined
      ? {}
      : { DeploymentTargets: deploymentTargets as NonNullable<StackSetOperation["DeploymentTargets"]> }),
    ...(action === "DETECT_DRIFT"
      ? {
          StackSetDriftDetectionDetails: showDrift(
            operation.drift ?? driftTotals(tx, administrator, stackSet.id, operation),
          ),
        }
      : {}),
    StatusDetails: failuresOf(tx, administrator, stackSet.id, id),
  };
}

/** AWS: the region order is always shown, empty where none was given. */
function showPreferences(preferences: PreferencesRecord): StackSetOperationPreferences {
  return { ...preferences, RegionOrder: [...(preferences.RegionOrder ?? [])] };
}

function failuresOf(tx: ReadTx, administrator: Scope, stackSetId: string, operationId: string) {
  const results = listResults(tx, administrator, stackSetId, operationId);
  return { FailedStackInstancesCount: results.filter(({ result }) => result.status === "FAILED").length };
}

export function summarizeOperation(
  tx: ReadTx,
  administrator: Scope,
  stackSetId: string,
  operation: StackSetOperationRecord,
): StackSetOperationSummary {
  const { id, action, status, statusReason, createdAtMs, endedAtMs, preferences } = operation;
  return {
    OperationId: id,
    Action: action,
    Status: status,
    StatusReason: statusReason,
    CreationTimestamp: new Date(createdAtMs),
    ...(endedAtMs === undefined ? {} : { EndTimestamp: new Date(endedAtMs) }),
    StatusDetails: failuresOf(tx, administrator, stackSetId, id),
    OperationPreferences: showPreferences(preferences),
  };
}

export function showResult(result: OperationResultRecord): StackSetOperationResultSummary {
  const { account, region, status, statusReason, gate, unitId } = result;
  return {
    Account: account,
    Region: region,
    Status: status,
    StatusReason: statusReason,
    ...(gate === undefined ? {} : { AccountGateResult: gate }),
    OrganizationalUnitId: unitId ?? "",
  };
}
