// A schedule as its caller gives it, checked, and as it is shown.

import type { CreateScheduleCommandInput, GetScheduleCommandOutput } from "@aws-sdk/client-scheduler";
import type { Input, Output } from "../../service/apis.ts";
import type { Context, Scope } from "../../service/context.ts";
import { assumeServiceRole } from "../../service/service-role.ts";
import { AwsError } from "../../kernel/errors.ts";
import { invalid, roleNotAssumable } from "./errors.ts";
import { DEFAULT_GROUP } from "./limits.ts";
import { groupArn, scheduleArn } from "./names.ts";
import type { ScheduleRecord } from "./records.ts";
import { sealInput } from "./sealed-input.ts";
import { requireTarget } from "./targets/target.ts";
import { isOneTime, requireExpression } from "./timing.ts";

/** What CreateSchedule and UpdateSchedule take. */
export type ScheduleInput = Input<CreateScheduleCommandInput>;

/** The principal as which roles are assumed. */
export const SCHEDULER = "scheduler.amazonaws.com";

const EARLIEST_START_MS = 5 * 60_000;

/** The record that an input asks for; throws for what is wrong with it. Asks IAM and KMS as AWS does when a schedule is made. */
export async function parseSchedule(input: ScheduleInput, context: Context): Promise<ScheduleRecord> {
  const { Name: name, GroupName: groupName = DEFAULT_GROUP, ScheduleExpression: expression } = input;
  const nowMs = context.clock.nowMs();
  const timeZone = input.ScheduleExpressionTimezone ?? "UTC";
  requireExpression(expression, timeZone);
  requireTarget(input.Target);
  const record: ScheduleRecord = {
    v: 1,
    groupName,
    name,
    expression,
    timeZone,
    ...(input.StartDate === undefined ? {} : { startMs: input.StartDate.getTime() }),
    ...(input.EndDate === undefined ? {} : { endMs: input.EndDate.getTime() }),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    isEnabled: input.State !== "DISABLED",
    windowMinutes: parseWindow(input),
    isDeletedAfterwards: input.ActionAfterCompletion === "DELETE",
    target: input.Target,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
    version: context.random.uuid(),
    ...(input.ClientToken === undefined ? {} : { clientToken: input.ClientToken }),
  };
  if (!isOneTime(record)) requireDates(record, nowMs);
  await requireRole(input.Target.RoleArn, groupName, context);
  return input.KmsKeyArn === undefined ? record : seal(record, input.KmsKeyArn, context);
}

function parseWindow({ FlexibleTimeWindow: { Mode, MaximumWindowInMinutes: minutes } }: ScheduleInput): number {
  if (Mode === "FLEXIBLE" && minutes === undefined)
    throw invalid("MaximumWindowInMinutes must be provided when FlexibleTimeWindow Mode is FLEXIBLE.");
  if (Mode === "OFF" && minutes !== undefined)
    throw invalid("MaximumWindowInMinutes must not be provided when FlexibleTimeWindow Mode is OFF.");
  return minutes ?? 0;
}

function requireDates({ startMs, endMs }: ScheduleRecord, nowMs: number): void {
  // AWS: recorded from the service.
  if (startMs !== undefined && startMs < nowMs - EARLIEST_START_MS)
    throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
  if (endMs !== undefined && endMs <= Math.max(nowMs, startMs ?? 0))
    throw invalid("The EndDate you specify must be in the future and after the StartDate.");
}

// AWS: "Setting up EventBridge Scheduler", confused deputy: the role is assumed for the schedule's group.
async function requireRole(roleArn: string, groupName: string, context: Context): Promise<void> {
  const sourceArn = groupArn(context, groupName);
  const request = { service: SCHEDULER, roleArn, sessionName: "validation", sourceArn, scope: context };
  try {
    await assumeServiceRole(context, request);
  } catch (error) {
    if (error instanceof AwsError) throw roleNotAssumable();
    throw error;
  }
}

async function seal(record: ScheduleRecord, kmsKeyArn: string, context: Context): Promise<ScheduleRecord> {
  const { Input: text, ...target } = record.target;
  if (text === undefined) return { ...record, kmsKeyArn };
  const arn = scheduleArn(context, record.groupName, record.name);
  const sealedInput = await sealInput(context.aws, context.random, { kmsKeyArn, scheduleArn: arn, text });
  return { ...record, kmsKeyArn, target, sealedInput };
}

/** What GetSchedule shows; `input` is the opened one of a schedule whose input is sealed. */
export function describeSchedule(
  scope: Scope,
  schedule: ScheduleRecord,
  input: string | undefined,
): Output<GetScheduleCommandOutput> {
  const { startMs, endMs, description, windowMinutes, kmsKeyArn, target } = schedule;
  return {
    Arn: scheduleArn(scope, schedule.groupName, schedule.name),
    GroupName: schedule.groupName,
    Name: schedule.name,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    ...(startMs === undefined ? {} : { StartDate: new Date(startMs) }),
    ...(endMs === undefined ? {} : { EndDate: new Date(endMs) }),
    ...(description === undefined ? {} : { Description: description }),
    State: schedule.isEnabled ? "ENABLED" : "DISABLED",
    ActionAfterCompletion: schedule.isDeletedAfterwards ? "DELETE" : "NONE",
    FlexibleTimeWindow:
      windowMinutes === 0 ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes },
    ...(kmsKeyArn === undefined ? {} : { KmsKeyArn: kmsKeyArn }),
    // AWS: the policy that holds is shown, also where none was given.
    Target: {
      ...target,
      ...(input === undefined ? {} : { Input: input }),
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...target.RetryPolicy },
    },
    CreationDate: new Date(schedule.createdAtMs),
    LastModificationDate: new Date(schedule.modifiedAtMs),
  };
}
