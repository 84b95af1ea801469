// What a change of an alarm's state sets off: its actions, and an event on the default bus. Jobs, written with the change.

import { parseArn } from "../../../kernel/arns.ts";
import { AwsError, invariant } from "../../../kernel/errors.ts";
import { parseAccountId, parseRegion } from "../../../kernel/ids.ts";
import type { AlarmSignal } from "../../../service/alarm-actions.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { Job, JobHandler, JobOutcome } from "../../../service/jobs.ts";
import { alarmArn } from "../names.ts";
import type { AlarmRecord, MetricAlarmRecord, TransitionRecord } from "../records.ts";
import { eventDetail, functionInput, topicMessage } from "./payloads.ts";
import { alarmRun, type AlarmRun, note } from "./run.ts";

interface Notice {
  /** As it was when its state changed. */
  readonly alarm: AlarmRecord;
  readonly transition: TransitionRecord;
}

interface Action extends Notice {
  readonly arn: string;
}

/** AWS does not say how long it tries; an hour is what SNS tries for its own deliveries. */
const GIVE_UP_AFTER_MS = 3_600_000;

/** Has the actions of the new state done, if the alarm acts. */
export function act({ yard, tx, scope }: AlarmRun, alarm: AlarmRecord, transition: TransitionRecord): void {
  if (!alarm.isActing) return;
  for (const arn of alarm.actions[transition.to.value]) {
    const payload: Action = { alarm, transition, arn };
    yard.jobs.enqueue(tx, { ...scope, kind: actionJob.kind, payload });
  }
}

/**
 * Calls the scaling policies among the actions of the state that an alarm stays in. AWS: "Alarm actions": "the alarm continues to invoke the
 * action once per minute that the alarm remains in the new state".
 */
export function actAgain({ yard, tx, scope, nowMs }: AlarmRun, alarm: MetricAlarmRecord, reasonData: string): void {
  if (!alarm.isActing || Math.floor(nowMs / 1_000) % 60 >= 10) return;
  const { state } = alarm;
  for (const arn of alarm.actions[state.value]) {
    if (yard.alarmAction(arn) === undefined) continue;
    const payload: Action = {
      alarm,
      transition: { from: state, to: { ...state, reasonData, updatedAtMs: nowMs } },
      arn,
    };
    yard.jobs.enqueue(tx, { ...scope, kind: actionJob.kind, payload });
  }
}

/** Has the event of a change sent. */
export function announce({ yard, tx, scope }: AlarmRun, alarm: AlarmRecord, transition: TransitionRecord): void {
  const payload: Notice = { alarm, transition };
  // In the order of the changes.
  yard.jobs.enqueue(tx, { ...scope, kind: eventJob.kind, payload, lane: `cloudwatch ${alarmArn(scope, alarm.name)}` });
}

export const actionJob: JobHandler = {
  kind: "cloudwatch/action",
  async run(job, yard) {
    const action = job.payload as Action;
    try {
      const sent = await perform(yard, job, action);
      noteAction(
        yard,
        job,
        action,
        { actionState: "Succeeded", ...sent },
        `Successfully executed action ${action.arn}`,
      );
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const retry = retryOf(yard, job, error);
      if (retry !== undefined) return retry;
      const summary = `Failed to execute action ${action.arn}. Received error: "${error.message}"`;
      noteAction(yard, job, action, { actionState: "Failed", error: error.message }, summary);
    }
    return "done";
  },
};

export const eventJob: JobHandler = {
  kind: "cloudwatch/event",
  async run(job, yard) {
    const { alarm, transition } = job.payload as Notice;
    try {
      await asAlarm(yard, job, alarm.name, "cloudwatch.amazonaws.com", job).eventBridge.putEvents({
        Entries: [
          {
            Source: "aws.cloudwatch",
            DetailType: "CloudWatch Alarm State Change",
            Time: new Date(transition.to.updatedAtMs),
            Resources: [alarmArn(job, alarm.name)],
            Detail: JSON.stringify(eventDetail(alarm, transition)),
          },
        ],
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return retryOf(yard, job, error) ?? "done";
    }
    return "done";
  },
};

function retryOf(yard: YardContext, job: Job, error: AwsError): JobOutcome | undefined {
  const nowMs = yard.clock.nowMs();
  const isOver = nowMs - job.createdAtMs > GIVE_UP_AFTER_MS;
  if (error.fault !== "server" || error.code === "NotImplemented" || isOver) return undefined;
  return { retryAtMs: nowMs + Math.min(60_000, 1_000 * 2 ** Math.min(job.attempt, 6)) };
}

async function perform(
  yard: YardContext,
  scope: Scope,
  { alarm, transition, arn }: Action,
): Promise<Record<string, unknown>> {
  const target = parseArn(arn);
  invariant(target !== undefined, "An action's ARN was checked when the alarm was made.");
  const place: Scope = { account: parseAccountId(target.account), region: parseRegion(target.region) };
  const own = yard.alarmAction(arn);
  if (own !== undefined) {
    own(signalOf(scope, alarm, transition));
    return { notificationResource: arn };
  }
  if (target.service === "lambda") {
    // AWS: "Lambda alarm actions": the function's policy must let lambda.alarms.cloudwatch.amazonaws.com invoke it.
    const aws = asAlarm(yard, scope, alarm.name, "lambda.alarms.cloudwatch.amazonaws.com", place);
    const input = JSON.stringify(functionInput(scope, alarm, transition));
    await aws.lambda.invoke({ FunctionName: arn, InvocationType: "Event", Payload: Buffer.from(input) });
    return { notificationResource: arn };
  }
  const { subject, message } = topicMessage(scope, alarm, transition);
  const aws = asAlarm(yard, scope, alarm.name, "cloudwatch.amazonaws.com", place);
  await aws.sns.publish({ TopicArn: arn, Subject: subject, Message: message });
  return { notificationResource: arn, publishedMessage: message };
}

/** What an alarm says to scaling policies: its data as its reason has them, of which a state that was set by hand has none. */
function signalOf({ account, region }: Scope, alarm: AlarmRecord, { to }: TransitionRecord): AlarmSignal {
  const { evaluatedDatapoints = [] } = JSON.parse(to.reasonData ?? "{}") as {
    readonly evaluatedDatapoints?: readonly { readonly timestamp: string; readonly value?: number }[];
  };
  return {
    alarmName: alarm.name,
    alarmScope: { account, region },
    state: to.value,
    threshold: alarm.kind === "metric" ? alarm.threshold : 0,
    points: evaluatedDatapoints
      .map(({ timestamp, value = 0 }) => ({ atMs: Date.parse(timestamp), value }))
      .toSorted((one, other) => one.atMs - other.atMs),
    atMs: to.updatedAtMs,
  };
}

/** AWS APIs as the service principal that acts for an alarm: whoever is called decides by policies of their own. */
function asAlarm(
  yard: YardContext,
  { account, region }: Scope,
  name: string,
  service: string,
  { account: targetAccount, region: targetRegion }: Scope,
): ReturnType<YardContext["as"]> {
  return yard.as(
    { kind: "service", service, sourceArn: alarmArn({ account, region }, name), sourceAccount: account },
    { account: targetAccount, region: targetRegion },
  );
}

function noteAction(yard: YardContext, job: Job, { alarm, transition }: Action, data: object, summary: string): void {
  yard.store.write((tx) => {
    note(alarmRun(yard, tx, job), alarm, {
      type: "Action",
      summary,
      data: { ...data, stateUpdateTimestamp: transition.to.updatedAtMs },
    });
  });
}
