// Rules with a schedule: a job that is due next, which triggers the targets and writes the one after it.
// AWS: "Creating an Amazon EventBridge rule that runs on a schedule": in UTC, on the default bus.

import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import {
  parseScheduleExpression,
  type ScheduleExpression,
} from "../../../service/schedule-expression/schedule-expression.ts";
import { ScheduleExpressionError } from "../../../service/schedule-expression/schedule-expression.ts";
import type { WriteTx } from "../../../store/store.ts";
import { validation } from "../errors.ts";
import { ruleArn } from "../names.ts";
import type { BusEvent, RuleRecord } from "../records.ts";
import { loadRule, saveRule } from "../repo.ts";
import { enqueueDeliveries } from "./publish.ts";

interface SchedulePayload {
  readonly busName: string;
  readonly ruleName: string;
}

/** Compiles a rule's schedule; throws a ValidationException. */
export function requireSchedule(text: string): ScheduleExpression {
  try {
    return parseScheduleExpression(text, { isPluralStrict: true });
  } catch (error) {
    if (error instanceof ScheduleExpressionError) throw validation("Parameter ScheduleExpression is not valid.");
    throw error;
  }
}

/** The rule with the job that is due next, or without one if it has no schedule or is disabled. Takes an earlier job back. */
export function withSchedule(
  tx: WriteTx,
  yard: YardContext,
  scope: Scope,
  { schedule: previous, ...rule }: RuleRecord,
): RuleRecord {
  if (previous !== undefined) yard.jobs.cancel(tx, previous.jobId);
  if (rule.scheduleExpression === undefined || rule.state === "DISABLED") return rule;
  const startMs = yard.clock.nowMs();
  const jobId = enqueueNext(tx, yard, scope, rule, startMs, startMs);
  return jobId === undefined ? rule : { ...rule, schedule: { startMs, jobId } };
}

function enqueueNext(
  tx: WriteTx,
  yard: YardContext,
  { account, region }: Scope,
  { busName, name, scheduleExpression = "" }: RuleRecord,
  afterMs: number,
  startMs: number,
): string | undefined {
  const dueAtMs = requireSchedule(scheduleExpression).next(afterMs, startMs);
  if (dueAtMs === undefined) return undefined;
  const payload: SchedulePayload = { busName, ruleName: name };
  return yard.jobs.enqueue(tx, { account, region, kind: scheduleJob.kind, payload, dueAtMs });
}

/** Triggers a rule, and writes when it is due again. */
export const scheduleJob: JobHandler = {
  kind: "eventbridge/schedule",
  async run(job, yard) {
    const { busName, ruleName } = job.payload as SchedulePayload;
    yard.store.write((tx) => {
      const rule = loadRule(tx, job, busName, ruleName);
      if (rule?.schedule?.jobId !== job.id) return;
      const nowMs = yard.clock.nowMs();
      enqueueDeliveries(tx, yard, job, rule, scheduledEvent(yard, job, rule, nowMs), false);
      const jobId = enqueueNext(tx, yard, job, rule, nowMs, rule.schedule.startMs);
      const { schedule, ...unscheduled } = rule;
      saveRule(tx, job, jobId === undefined ? unscheduled : { ...rule, schedule: { ...schedule, jobId } });
    });
    return "done";
  },
};

// AWS: "Events from AWS services": "Scheduled Event".
function scheduledEvent(yard: YardContext, scope: Scope, rule: RuleRecord, nowMs: number): BusEvent {
  return {
    version: "0",
    id: yard.random.uuid(),
    "detail-type": "Scheduled Event",
    source: "aws.events",
    account: scope.account,
    time: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    region: scope.region,
    resources: [ruleArn(scope, rule.busName, rule.name)],
    detail: {},
  };
}
