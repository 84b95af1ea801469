// What the store keeps of stack sets, their instances and their operations. Plain data; every record carries its format's version.

import type {
  AccountFilterType,
  AccountGateResult,
  ConcurrencyMode,
  PermissionModels,
  RegionConcurrencyType,
  StackDriftStatus,
  StackInstanceDetailedStatus,
  StackInstanceStatus,
  StackSetDriftDetectionDetails,
  StackSetOperationAction,
  StackSetOperationResultStatus,
  StackSetOperationStatus,
  StackSetStatus,
} from "@aws-sdk/client-cloudformation";
import type { ParameterTexts } from "../template/parameters.ts";

export interface StackSetRecord {
  readonly v: 1;
  readonly name: string;
  /** "NAME:UUID" */
  readonly id: string;
  readonly status: StackSetStatus;
  readonly description?: string;
  readonly templateText: string;
  readonly parameters: ParameterTexts;
  readonly capabilities: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly permissionModel: PermissionModels;
  /** Self-managed only; without them the default names count. */
  readonly administrationRoleArn?: string;
  readonly executionRoleName?: string;
  readonly autoDeployment?: AutoDeploymentRecord;
  readonly hasManagedExecution: boolean;
  /** Service-managed: what automatic deployment keeps up with, by unit and region. */
  readonly targets: readonly UnitTarget[];
  readonly createdAtMs: number;
  /** Once it has been changed: a repeated creation is none then. */
  readonly updatedAtMs?: number;
  readonly token?: string;
  readonly drift?: StackSetDriftRecord;
}

export interface AutoDeploymentRecord {
  readonly isEnabled: boolean;
  readonly retainsStacks: boolean;
  /** ARNs of stack sets whose automatic operations come first. */
  readonly dependsOn?: readonly string[];
}

/** A root or a unit into whose accounts a stack set was deployed. */
export interface UnitTarget {
  readonly unitId: string;
  readonly regions: readonly string[];
  readonly filter: AccountFilterType;
  readonly accounts: readonly string[];
}

export type StackSetDriftRecord = Omit<StackSetDriftDetectionDetails, "LastDriftCheckTimestamp"> & {
  readonly checkedAtMs: number;
};

export interface StackInstanceRecord {
  readonly v: 1;
  readonly account: string;
  readonly region: string;
  /** Written before the stack is asked for, so that a crash does not make a second one. */
  readonly stackName?: string;
  /** The operation that asked for the stack. */
  readonly madeBy?: string;
  readonly stackId?: string;
  readonly overrides: ParameterTexts;
  readonly status: StackInstanceStatus;
  readonly detailedStatus: StackInstanceDetailedStatus;
  readonly statusReason?: string;
  readonly unitId?: string;
  readonly driftStatus: StackDriftStatus;
  readonly driftCheckedAtMs?: number;
  readonly lastOperationId: string;
}

export interface PreferencesRecord {
  readonly RegionConcurrencyType?: RegionConcurrencyType;
  readonly RegionOrder?: readonly string[];
  readonly FailureToleranceCount?: number;
  readonly FailureTolerancePercentage?: number;
  readonly MaxConcurrentCount?: number;
  readonly MaxConcurrentPercentage?: number;
  readonly ConcurrencyMode?: ConcurrencyMode;
}

export interface StackSetOperationRecord {
  readonly v: 1;
  readonly id: string;
  readonly action: StackSetOperationAction;
  /** An import shows as a creation. */
  readonly isImport?: boolean;
  readonly status: StackSetOperationStatus;
  readonly statusReason?: string;
  readonly preferences: PreferencesRecord;
  readonly retainsStacks?: boolean;
  readonly administrationRoleArn?: string;
  readonly executionRoleName?: string;
  readonly createdAtMs: number;
  readonly endedAtMs?: number;
  /** As the request had them. */
  readonly deploymentTargets?: DeploymentTargetsRecord;
  /** Of the instances that it makes or changes; undefined leaves them as they are. */
  readonly overrides?: OverridesRecord;
  readonly drift?: StackSetDriftRecord;
  /** Of an automatic deployment: operations of other stack sets that have to succeed before. */
  readonly waitsFor?: readonly { readonly stackSetId: string; readonly operationId: string }[];
}

/** How a request changes what instances override. */
export interface OverridesRecord {
  readonly values: ParameterTexts;
  /** Names whose values stay as they are. */
  readonly kept: readonly string[];
}

export interface DeploymentTargetsRecord {
  readonly Accounts?: readonly string[];
  readonly AccountsUrl?: string;
  readonly OrganizationalUnitIds?: readonly string[];
  readonly AccountFilterType?: AccountFilterType;
}

/** What an operation is to do, did or does in one account and region. */
export interface OperationResultRecord {
  readonly v: 1;
  readonly account: string;
  readonly region: string;
  readonly unitId?: string;
  readonly status: StackSetOperationResultStatus;
  readonly statusReason?: string;
  readonly gate?: AccountGateResult;
  /** An account that was suspended when its turn came. */
  readonly isSkipped?: boolean;
  /** Of an import: the stack that becomes the instance's. */
  readonly importedStackId?: string;
  /** The detection that a drift operation waits for. */
  readonly detectionId?: string;
  /** What the detection found of the instance. */
  readonly driftStatus?: StackDriftStatus;
}
