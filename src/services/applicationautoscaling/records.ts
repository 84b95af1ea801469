// What the store keeps of scalable targets, their policies and schedules, and what was done for them.

import type { ScalableDimension, ServiceNamespace } from "@aws-sdk/client-application-auto-scaling";

/** What names a scalable target. */
export interface TargetKey {
  readonly namespace: ServiceNamespace;
  readonly resourceId: string;
  readonly dimension: ScalableDimension;
}

export interface TargetRecord extends TargetKey {
  readonly v: 1;
  /** The last part of its ARN. */
  readonly id: string;
  readonly min: number;
  readonly max: number;
  readonly createdAtMs: number;
  readonly suspended: { readonly in: boolean; readonly out: boolean; readonly scheduled: boolean };
  readonly tags: Readonly<Record<string, string>>;
}

/** A metric that is tracked, by its wire names. */
export interface TrackingRecord {
  readonly TargetValue: number;
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType: string; readonly ResourceLabel?: string };
  readonly CustomizedMetricSpecification?: CustomizedMetric;
  readonly ScaleOutCooldown?: number;
  readonly ScaleInCooldown?: number;
  readonly DisableScaleIn?: boolean;
}

export interface CustomizedMetric {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly Unit?: string;
  readonly Metrics?: readonly MetricQuery[];
}

export interface MetricQuery {
  readonly Id: string;
  readonly Expression?: string;
  readonly Label?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
      readonly MetricName?: string;
      readonly Namespace?: string;
    };
    readonly Stat: string;
    readonly Unit?: string;
  };
  readonly ReturnData?: boolean;
}

/** Steps, by their wire names. */
export interface StepRecord {
  readonly AdjustmentType: "ChangeInCapacity" | "ExactCapacity" | "PercentChangeInCapacity";
  readonly StepAdjustments: readonly StepAdjustment[];
  readonly MinAdjustmentMagnitude?: number;
  readonly Cooldown?: number;
  readonly MetricAggregationType?: "Average" | "Maximum" | "Minimum";
}

export interface StepAdjustment {
  readonly MetricIntervalLowerBound?: number;
  readonly MetricIntervalUpperBound?: number;
  readonly ScalingAdjustment: number;
}

export type AlarmKind = "AlarmHigh" | "AlarmLow" | "ProvisionedCapacityHigh" | "ProvisionedCapacityLow";

/** A policy's last activity, which is not to be followed by another of its direction yet. */
export interface Cooldown {
  readonly direction: "in" | "out";
  readonly endedAtMs: number;
  readonly untilMs: number;
  /** Before the activity: what it added counts towards a larger one. */
  readonly fromUnits: number;
}

export interface PolicyRecord extends TargetKey {
  readonly v: 1;
  /** The UUID in its ARN. */
  readonly id: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly config:
    | { readonly type: "TargetTrackingScaling"; readonly tracking: TrackingRecord }
    | { readonly type: "StepScaling"; readonly step: StepRecord };
  /** Its own alarms; those that customers point at it are CloudWatch's to know. */
  readonly alarms: readonly { readonly kind: AlarmKind; readonly name: string }[];
  readonly cooldown?: Cooldown;
}

export interface ActionRecord extends TargetKey {
  readonly v: 1;
  /** The UUID in its ARN. */
  readonly id: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone?: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly min?: number;
  readonly max?: number;
  readonly createdAtMs: number;
  /** Changes with each update: what the action was before does not fire any more. */
  readonly version: string;
  /** The job that waits for the next time; absent where there is none. */
  readonly fireJobId?: string;
}

/** Why an alarm did not lead to another capacity, by its wire names. */
export interface NotScaled {
  readonly Code:
    | "AlreadyAtDesiredCapacity"
    | "AlreadyAtMaxCapacity"
    | "AlreadyAtMinCapacity"
    | "TargetServicePutResourceAsUnscalable";
  readonly MaxCapacity?: number;
  readonly MinCapacity?: number;
  readonly CurrentCapacity?: number;
}

export interface ActivityRecord extends TargetKey {
  readonly v: 1;
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly status: "Failed" | "InProgress" | "Overridden" | "Successful" | "Unfulfilled";
  readonly message?: string;
  readonly notScaled?: readonly NotScaled[];
  /** What the capacity is to become, and was before. */
  readonly change?: { readonly fromUnits: number; readonly toUnits: number };
}
