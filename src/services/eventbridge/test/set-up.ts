// What the tests of buses share: clients, queues that a bus may send to, and looking at what came.

import {
  EventBridgeClient,
  type PutEventsRequestEntry,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";

/** An account's tools for one test. */
export function toolsOf(yard: TestYard, account: TestAccount) {
  const events = account.client(EventBridgeClient);
  const sqs = account.client(SQSClient);
  const iam = account.client(IAMClient);
  const queueArn = (name: string) => `arn:aws:sqs:${account.region}:${account.account}:${name}`;
  /** A queue to which EventBridge may send. */
  const queue = async (QueueName: string, Service = "events.amazonaws.com") => {
    const statement = {
      Effect: "Allow",
      Principal: { Service },
      Action: "sqs:SendMessage",
      Resource: queueArn(QueueName),
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const isFifo = QueueName.endsWith(".fifo");
    const Attributes = { Policy, ...(isFifo ? { FifoQueue: "true" } : {}) };
    return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? "";
  };
  /** A rule for all events of a source, with targets. */
  const rule = async (Name: string, targets: Target[], more: { EventPattern?: string; EventBusName?: string } = {}) => {
    await events.send(new PutRuleCommand({ Name, EventPattern: '{"source":["shop"]}', ...more }));
    const { EventBusName } = more;
    await events.send(
      new PutTargetsCommand({ Rule: Name, Targets: targets, ...(EventBusName === undefined ? {} : { EventBusName }) }),
    );
  };
  const put = (...entries: PutEventsRequestEntry[]) =>
    events.send(
      new PutEventsCommand({
        Entries: entries.map((entry) => ({ Source: "shop", DetailType: "Order", Detail: '{"n":1}', ...entry })),
      }),
    );
  /** What is in a queue once all that is due has been delivered; taken out. */
  const drain = async (QueueUrl: string): Promise<Message[]> => {
    await yard.yard.context.jobs.settled();
    const taken: Message[] = [];
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageAttributeNames: ["All"],
          MessageSystemAttributeNames: ["All"],
        }),
      );
      if (Messages.length === 0) return taken;
      taken.push(...Messages);
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  };
  /** A role that EventBridge may assume, with a policy. */
  const role = async (RoleName: string, statements: readonly object[]) => {
    const trust = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    if (statements.length > 0) await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    return Role?.Arn ?? "";
  };
  return { account, events, sqs, iam, queueArn, queue, rule, put, drain, role };
}

/** The bodies of messages, parsed. */
export const bodies = (messages: readonly Message[]): unknown[] =>
  messages.map(({ Body }) => JSON.parse(Body ?? "null"));
