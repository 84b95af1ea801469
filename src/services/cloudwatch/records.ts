// What the store keeps of metrics, alarms and dashboards.

import type { TallyRecord } from "../../service/metrics/tally.ts";

/** One metric: a name in a namespace with certain dimensions. */
export interface MetricRecord {
  readonly v: 1;
  /** By which its data points are kept; unique in an account and region. */
  readonly id: number;
  readonly namespace: string;
  readonly name: string;
  /** In the order of their names. */
  readonly dimensions: readonly (readonly [name: string, value: string])[];
  /** When data was last put for it, to within some minutes. */
  readonly activeMs: number;
  /** When old data was last looked for, and when there will be some if none comes in. */
  readonly tidied?: { readonly atMs: number; readonly againAtMs: number };
}

/** The values of one metric, in one unit, in one period of its resolution. */
export interface PointRecord extends TallyRecord {
  readonly v: 1;
}

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** A state, why it is so, and since when. */
export interface StateRecord {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData?: string;
  /** When value or reason last changed. */
  readonly updatedAtMs: number;
  /** When the value last changed. */
  readonly transitionedAtMs: number;
}

/** A query of metric data, by its wire names. */
export interface QueryRecord {
  readonly Id: string;
  readonly MetricStat?: MetricStatRecord;
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
  readonly AccountId?: string;
}

export interface MetricStatRecord {
  /** With name and namespace: that was checked. */
  readonly Metric: {
    readonly Namespace?: string | undefined;
    readonly MetricName?: string | undefined;
    readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  };
  readonly Period: number;
  readonly Stat: string;
  readonly Unit?: string;
}

interface AlarmCommon {
  readonly v: 1;
  readonly name: string;
  readonly description?: string;
  readonly isActing: boolean;
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  readonly state: StateRecord;
  readonly configuredAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface MetricAlarmRecord extends AlarmCommon {
  readonly kind: "metric";
  /** Of a single metric, by its wire names; else `queries`. */
  readonly metric?: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    readonly Period: number;
    readonly Statistic?: string;
    readonly ExtendedStatistic?: string;
    readonly Unit?: string;
  };
  readonly queries?: readonly QueryRecord[];
  /** Of its data points, in seconds. */
  readonly periodS: number;
  readonly evaluationPeriods: number;
  /** As it was given; all evaluation periods by default. */
  readonly datapointsToAlarm?: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly missingData?: string;
  readonly lowSampleCount?: string;
}

export type Comparison =
  | "GreaterThanOrEqualToThreshold"
  | "GreaterThanThreshold"
  | "LessThanThreshold"
  | "LessThanOrEqualToThreshold";

/** Why a composite alarm's actions wait. AWS: CompositeAlarm, ActionsSuppressedBy. */
export type SuppressedBy = "WaitPeriod" | "ExtensionPeriod" | "Alarm";

export interface CompositeAlarmRecord extends AlarmCommon {
  readonly kind: "composite";
  readonly rule: string;
  readonly suppressor?: {
    /** As it was given: a name or an ARN. */
    readonly alarm: string;
    readonly waitS: number;
    readonly extensionS: number;
  };
  /** Actions that are held back. */
  readonly held?: {
    readonly by: SuppressedBy;
    readonly transition: TransitionRecord;
    /** The job that lets them go, if time does. */
    readonly jobId?: string;
  };
}

export type AlarmRecord = MetricAlarmRecord | CompositeAlarmRecord;

/** A change of state. */
export interface TransitionRecord {
  readonly from: StateRecord;
  readonly to: StateRecord;
}

export interface HistoryRecord {
  readonly v: 1;
  readonly alarmName: string;
  readonly kind: AlarmRecord["kind"];
  readonly atMs: number;
  readonly type: "ConfigurationUpdate" | "StateUpdate" | "Action";
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

export interface DashboardRecord {
  readonly v: 1;
  readonly name: string;
  /** JSON text. */
  readonly body: string;
  readonly modifiedAtMs: number;
  readonly tags: Readonly<Record<string, string>>;
}
