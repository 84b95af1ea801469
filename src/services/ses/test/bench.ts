// What SES's tests share: clients of both versions, the inbox, and topics whose messages can be read.

import { SESClient } from "@aws-sdk/client-ses";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";
import { inbox, type Mail } from "../inbox.ts";

export interface MailBench {
  readonly yard: TestYard;
  readonly account: TestAccount;
  readonly v1: SESClient;
  readonly v2: SESv2Client;
  /** Verified identities. */
  verified(...names: readonly string[]): Promise<void>;
  mails(): Mail[];
  /** The last mail to somebody. */
  lastMail(to: string): Mail | undefined;
  /** A topic that SES may publish to, and what it heard since it was last asked. */
  topic(name: string): Promise<Topic>;
  /** Resolves when all that is due has happened. */
  settled(): Promise<void>;
}

export interface Topic {
  readonly arn: string;
  heard(): Promise<Record<string, any>[]>; // oxlint-disable-line typescript/no-explicit-any -- JSON of many forms
}

/** An account of its own, in the shared yard unless another is given. */
export async function mailBench(given?: TestYard, owner?: TestAccount): Promise<MailBench> {
  const yard = given ?? (await sharedYard());
  const account = owner ?? yard.account();
  const v1 = account.client(SESClient);
  const v2 = account.client(SESv2Client);
  const sqs = account.client(SQSClient);
  const sns = account.client(SNSClient);
  const mails = (): Mail[] => inbox(yard.yard.context.store, account.account, account.region);
  const settled = (): Promise<void> => yard.yard.context.jobs.settled();

  async function topic(name: string): Promise<Topic> {
    const arn = `arn:aws:sns:${account.region}:${account.account}:${name}`;
    const Policy = policyFor("sns:Publish", arn, account.account);
    await sns.send(new CreateTopicCommand({ Name: name, Attributes: { Policy } }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-heard` }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    const queueArn = Attributes?.["QueueArn"] ?? "";
    const open = { Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: queueArn }] };
    await sqs.send(
      new SetQueueAttributesCommand({
        QueueUrl,
        Attributes: { Policy: JSON.stringify({ Version: "2012-10-17", ...open }) },
      }),
    );
    await sns.send(
      new SubscribeCommand({
        TopicArn: arn,
        Protocol: "sqs",
        Endpoint: queueArn,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    return {
      arn,
      async heard() {
        await settled();
        const all: Record<string, unknown>[] = [];
        for (;;) {
          const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
          if (Messages.length === 0) return all;
          for (const { Body = "", ReceiptHandle } of Messages) {
            all.push(Body.startsWith("{") ? (JSON.parse(Body) as Record<string, unknown>) : { text: Body });
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
          }
        }
      },
    };
  }

  return {
    yard,
    account,
    v1,
    v2,
    async verified(...names) {
      for (const EmailIdentity of names) await v2.send(new CreateEmailIdentityCommand({ EmailIdentity }));
    },
    mails,
    lastMail: (to) => mails().findLast((mail) => mail.to.includes(to)),
    topic,
    settled,
  };
}

/** A policy that lets SES, acting for this account, do something. AWS: "Giving permissions to Amazon SES for email receiving". */
export function policyFor(Action: string, Resource: string, sourceAccount: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "ses.amazonaws.com" },
        Action,
        Resource,
        Condition: { StringEquals: { "aws:SourceAccount": sourceAccount } },
      },
    ],
  });
}
