// What the store keeps of CodeDeploy: applications, groups, configurations and deployments.

export interface ApplicationRecord {
  readonly v: 1;
  readonly name: string;
  readonly id: string;
  readonly createdAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** How traffic moves from one version to another. */
export type Traffic =
  | { readonly kind: "AllAtOnce" }
  | { readonly kind: "TimeBasedCanary" | "TimeBasedLinear"; readonly percentage: number; readonly minutes: number };

export interface ConfigRecord {
  readonly v: 1;
  readonly name: string;
  readonly id: string;
  readonly createdAtMs: number;
  readonly traffic: Traffic;
}

export interface AlarmConfiguration {
  readonly enabled?: boolean;
  readonly ignorePollAlarmFailure?: boolean;
  readonly alarms?: readonly { readonly name?: string }[];
}

export interface AutoRollback {
  readonly enabled?: boolean;
  readonly events?: readonly string[];
}

/** A topic that is told of a group's deployments, as it was given. */
export interface Trigger {
  readonly triggerName?: string;
  readonly triggerTargetArn?: string;
  readonly triggerEvents?: readonly string[];
}

export interface GroupRecord {
  readonly v: 1;
  readonly applicationName: string;
  readonly name: string;
  readonly id: string;
  readonly configName: string;
  readonly roleArn: string;
  readonly alarms?: AlarmConfiguration;
  readonly autoRollback?: AutoRollback;
  readonly triggers: readonly Trigger[];
  readonly tags: Readonly<Record<string, string>>;
}

export type HookName = "BeforeAllowTraffic" | "AfterAllowTraffic";

/** What an AppSpec says of a function. */
export interface AppSpec {
  readonly functionName: string;
  readonly alias: string;
  readonly currentVersion: string;
  readonly targetVersion: string;
  readonly hooks: Readonly<Partial<Record<HookName, string>>>;
}

export interface LifecycleEvent {
  readonly name: "AllowTraffic" | HookName;
  readonly status: "Pending" | "InProgress" | "Succeeded" | "Failed" | "Skipped" | "Unknown";
  readonly startMs?: number;
  readonly endMs?: number;
  /** Of an event that a function carries out: by which it reports. */
  readonly executionId?: string;
}

export type DeploymentStatus = "Created" | "InProgress" | "Succeeded" | "Failed" | "Stopped";

export interface DeploymentRecord {
  readonly v: 1;
  readonly id: string;
  readonly applicationName: string;
  readonly groupName: string;
  readonly configName: string;
  readonly roleArn: string;
  readonly description?: string;
  /** As it was given. */
  readonly revision: unknown;
  readonly appSpec: AppSpec;
  readonly traffic: Traffic;
  readonly alarms: readonly string[];
  readonly ignoresPollFailure: boolean;
  readonly autoRollback: AutoRollback;
  readonly triggers: readonly Trigger[];
  readonly creator: "user" | "codeDeployRollback";
  readonly status: DeploymentStatus;
  readonly error?: { readonly code: string; readonly message: string };
  readonly events: readonly LifecycleEvent[];
  /** The share of the target version, in percent. */
  readonly percentage: number;
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  /** The deployment that takes this one back, or that this one takes back. */
  readonly rollback?: { readonly deploymentId: string; readonly isOf: boolean; readonly message: string };
}
