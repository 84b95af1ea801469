// What Scheduler's tests share: an account with a role that schedules may use, a queue that takes what they send, and a yard whose clock moves.

import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  SchedulerClient,
  type Target,
} from "@aws-sdk/client-scheduler";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";

/** A policy document of one statement. */
export const document = (statement: object): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

const TRUST = document({ Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" });

/** One account's callers. */
export async function schedulerBench(yard: TestYard, account: TestAccount = yard.account()) {
  const scheduler = account.client(SchedulerClient);
  const iam = account.client(IAMClient);
  const sqs = account.client(SQSClient);
  const role = async (RoleName: string, Action: string | undefined, trust = TRUST): Promise<string> => {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
    const PolicyDocument = document({ Action, Resource: "*" });
    if (Action !== undefined)
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "allowed", PolicyDocument }));
    return `arn:aws:iam::${account.account}:role/${RoleName}`;
  };
  const queue = async (QueueName: string, Attributes: Record<string, string> = {}) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const drain = async () => {
      await yard.yard.context.jobs.settled();
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages;
    };
    return { arn: `arn:aws:sqs:${account.region}:${account.account}:${QueueName}`, url: QueueUrl ?? "", drain };
  };
  const RoleArn = await role("sender", "sqs:*");
  const create = (
    Name: string,
    ScheduleExpression: string,
    target: Partial<Target>,
    more: Partial<CreateScheduleCommandInput> = {},
  ) =>
    scheduler.send(
      new CreateScheduleCommand({
        Name,
        ScheduleExpression,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: "", RoleArn, ...target },
        ...more,
      }),
    );
  /** "2026-11-21T16:00:00", so many milliseconds from now. */
  const inMs = (durationMs: number): string => new Date(yard.clock.nowMs() + durationMs).toISOString().slice(0, 19);
  return { yard, account, scheduler, sqs, role, queue, create, inMs, RoleArn };
}
