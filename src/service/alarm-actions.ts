// Actions of CloudWatch's alarms that are no public API: a service says which ARNs are its own, and is told of the alarm.
// AWS: CloudWatch User Guide, "Alarm actions": scaling policies are called again each minute for as long as the alarm stays in its state.

import type { Scope, YardContext } from "./context.ts";

/** What an alarm says to who acts upon it. */
export interface AlarmSignal {
  readonly alarmName: string;
  readonly alarmScope: Scope;
  readonly state: "ALARM" | "INSUFFICIENT_DATA" | "OK";
  readonly threshold: number;
  /** The values that were evaluated, from the oldest to the newest. */
  readonly points: readonly AlarmPoint[];
  readonly atMs: number;
}

export interface AlarmPoint {
  /** When its period began. */
  readonly atMs: number;
  readonly value: number;
}

/** A kind of actions, as the service defines it that has them. */
export interface AlarmActionKind {
  accepts(arn: string): boolean;
  /** Takes note of the alarm; throws an AWS error where there is nothing that could act. */
  perform(arn: string, signal: AlarmSignal, yard: YardContext): void;
}
