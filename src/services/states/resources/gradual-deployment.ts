// How an alias comes to a new version: at once, or step by step while alarms are watched.
// AWS: CloudFormation's "AWS::StepFunctions::StateMachineAlias DeploymentPreference"; developer guide, "Gradual deployment of state machine versions".

import type { ResourceContext } from "../../../service/resource-type.ts";
import { AwsError } from "../../../kernel/errors.ts";

/** A deployment preference. */
export interface Preference {
  readonly type: "ALL_AT_ONCE" | "CANARY" | "LINEAR";
  readonly versionArn: string;
  /** Of each step of LINEAR, of the first of CANARY. */
  readonly percentage: number;
  readonly intervalMs: number;
  /** Names or ARNs. */
  readonly alarms: readonly string[];
}

// So often alarms are looked at while a step is waited for.
const WATCH_MS = 30_000;

/** Shifts an alias to a version; throws when an alarm is on, upon which the stack goes back. */
export async function shift(aliasArn: string, preference: Preference, context: ResourceContext): Promise<void> {
  const { sfn } = context.aws;
  const { versionArn, type, percentage, intervalMs } = preference;
  const { routingConfiguration: present = [] } = await sfn.describeStateMachineAlias({
    stateMachineAliasArn: aliasArn,
  });
  const lead = (weight: number, other?: string) =>
    sfn.updateStateMachineAlias({
      stateMachineAliasArn: aliasArn,
      routingConfiguration: [
        ...(other === undefined ? [] : [{ stateMachineVersionArn: other, weight: 100 - weight }]),
        { stateMachineVersionArn: versionArn, weight },
      ],
    });
  const [old, ...more] = present.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
  // Where the version has a share already, this is a way back, or the end of one: AWS goes back at once.
  const isKnown = old === versionArn || more.includes(versionArn);
  if (type === "ALL_AT_ONCE" || isKnown || old === undefined) {
    await lead(100);
    return;
  }
  for (let weight = percentage; weight < 100; weight = type === "CANARY" ? 100 : weight + percentage) {
    await lead(weight, old);
    await watch(preference.alarms, intervalMs, context);
  }
  await lead(100);
}

/** Waits; throws as soon as one of the alarms is on. */
async function watch(alarms: readonly string[], durationMs: number, context: ResourceContext): Promise<void> {
  const names = alarms.map((alarm) => alarm.replace(/^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:/, ""));
  let leftMs = durationMs;
  for (;;) {
    await requireCalm(names, context);
    if (leftMs <= 0) return;
    const partMs = names.length === 0 ? leftMs : Math.min(leftMs, WATCH_MS);
    await context.wait(partMs);
    leftMs -= partMs;
  }
}

async function requireCalm(names: string[], { aws }: ResourceContext): Promise<void> {
  if (names.length === 0) return;
  const { MetricAlarms = [], CompositeAlarms = [] } = await aws.cloudWatch.describeAlarms({
    AlarmNames: names,
    AlarmTypes: ["MetricAlarm", "CompositeAlarm"],
    StateValue: "ALARM",
  });
  const [on] = [...MetricAlarms, ...CompositeAlarms];
  if (on !== undefined)
    throw new AwsError({
      code: "GeneralServiceException",
      message: `The deployment is stopped, for the alarm ${on.AlarmName ?? ""} is in ALARM.`,
    });
}
