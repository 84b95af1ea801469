// Queues, topics, parameters and identities through CloudFormation: made, read back, changed and deleted by a stack, and
// looked at through their own APIs. At the end nothing may be left.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { ListEmailIdentitiesCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import {
  GetTopicAttributesCommand,
  ListSubscriptionsCommand,
  ListTopicsCommand,
  PublishCommand,
  SNSClient,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { DescribeParametersCommand, GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import type { ResourceContext } from "../../src/service/resource-type.ts";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";

type Template = {
  Resources: Record<string, { Type: string; Properties?: object }>;
  Outputs?: Record<string, { Value: unknown }>;
};

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const cloudFormation = account.client(CloudFormationClient);
  const finish = async (status: string): Promise<Record<string, string>> => {
    await yard.yard.context.jobs.settled();
    const { Stacks: [stack] = [] } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "s" }));
    if (stack?.StackStatus !== status) {
      const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "s" }));
      throw new Error(
        StackEvents.map(
          (event) => `${event.LogicalResourceId}: ${event.ResourceStatus} ${event.ResourceStatusReason}`,
        ).join("\n"),
      );
    }
    return Object.fromEntries(
      (stack.Outputs ?? []).map(({ OutputKey = "", OutputValue = "" }) => [OutputKey, OutputValue]),
    );
  };
  const create = async (template: Template, status = "CREATE_COMPLETE") => {
    await cloudFormation.send(new CreateStackCommand({ StackName: "s", TemplateBody: JSON.stringify(template) }));
    return finish(status);
  };
  const update = async (template: Template) => {
    await cloudFormation.send(new UpdateStackCommand({ StackName: "s", TemplateBody: JSON.stringify(template) }));
    return finish("UPDATE_COMPLETE");
  };
  const destroy = async () => {
    await cloudFormation.send(new DeleteStackCommand({ StackName: "s" }));
    await yard.yard.context.jobs.settled();
  };
  /** The live properties of a resource, as drift detection reads them. */
  const read = async (logicalId: string, known: object = {}) => {
    const { StackResources: [resource] = [] } = await cloudFormation.send(
      new DescribeStackResourcesCommand({ StackName: "s", LogicalResourceId: logicalId }),
    );
    const { ResourceType: type = "", PhysicalResourceId: id = "" } = resource ?? {};
    const arn = `arn:aws:iam::${account.account}:root`;
    const root = { kind: "root", account: account.account, arn, userId: account.account } as const;
    const context = { account: account.account, region: account.region, aws: yard.yard.context.as(root, account) };
    return (await yard.registry())
      .resourceType(type)
      ?.read(id, context as ResourceContext, known as Record<string, unknown>);
  };
  return { yard, account, create, update, destroy, read };
}

const allowTopic = (queue: string, topic: string): object => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: { "Fn::GetAtt": [queue, "Arn"] },
      Condition: { ArnEquals: { "aws:SourceArn": { Ref: topic } } },
    },
  ],
});

function system(changes: { visibility: number; kind: string; value: string; team: string }): Template {
  return {
    Resources: {
      Dead: { Type: "AWS::SQS::Queue" },
      Work: {
        Type: "AWS::SQS::Queue",
        Properties: {
          VisibilityTimeout: changes.visibility,
          RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Dead", "Arn"] }, maxReceiveCount: 3 },
          Tags: [{ Key: "team", Value: changes.team }],
        },
      },
      Orders: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, ContentBasedDeduplication: true } },
      WorkPolicy: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: { Queues: [{ Ref: "Work" }], PolicyDocument: allowTopic("Work", "News") },
      },
      News: {
        Type: "AWS::SNS::Topic",
        Properties: {
          DisplayName: "News",
          Subscription: [{ Protocol: "sqs", Endpoint: { "Fn::GetAtt": ["Dead", "Arn"] } }],
        },
      },
      Subscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "News" },
          Protocol: "sqs",
          Endpoint: { "Fn::GetAtt": ["Work", "Arn"] },
          RawMessageDelivery: true,
          FilterPolicy: { kind: [changes.kind] },
        },
      },
      NewsPolicy: {
        Type: "AWS::SNS::TopicPolicy",
        Properties: {
          Topics: [{ Ref: "News" }],
          PolicyDocument: {
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Principal: { AWS: "668614515564" }, Action: "sns:Publish", Resource: { Ref: "News" } },
            ],
          },
        },
      },
      Setting: {
        Type: "AWS::SSM::Parameter",
        Properties: { Name: "/app/setting", Type: "String", Value: changes.value, Tags: { team: changes.team } },
      },
      Sender: { Type: "AWS::SES::EmailIdentity", Properties: { EmailIdentity: "school@example.org" } },
    },
    Outputs: {
      Work: { Value: { Ref: "Work" } },
      WorkArn: { Value: { "Fn::GetAtt": ["Work", "Arn"] } },
      WorkName: { Value: { "Fn::GetAtt": ["Work", "QueueName"] } },
      Orders: { Value: { "Fn::GetAtt": ["Orders", "QueueName"] } },
      News: { Value: { Ref: "News" } },
      NewsName: { Value: { "Fn::GetAtt": ["News", "TopicName"] } },
      Setting: { Value: { "Fn::GetAtt": ["Setting", "Value"] } },
      Sender: { Value: { Ref: "Sender" } },
    },
  };
}

const before = { visibility: 45, kind: "paid", value: "one", team: "red" };
const after = { visibility: 90, kind: "sent", value: "two", team: "blue" };

// Goal: a stack's resources work together, read back as the template has them, change in place, and go. AWS: return
// values in the template reference of each type.
test("makes, changes and deletes a messaging system", async () => {
  const { yard, account, create, update, destroy, read } = await setUp();
  const [sqs, sns, ssm] = [account.client(SQSClient), account.client(SNSClient), account.client(SSMClient)];
  const outputs = await create(system(before));
  const name = outputs["WorkName"] ?? "";
  expect(name).toMatch(/^s-Work-[A-Za-z0-9]+$/);
  expect(outputs).toMatchObject({
    Work: `${yard.yard.context.origin}/${account.account}/${name}`,
    WorkArn: `arn:aws:sqs:${account.region}:${account.account}:${name}`,
    Orders: expect.stringMatching(/^s-Orders-[A-Za-z0-9]+\.fifo$/),
    News: `arn:aws:sns:${account.region}:${account.account}:${outputs["NewsName"]}`,
    Setting: "one",
    Sender: "school@example.org",
  });
  const QueueUrl = outputs["Work"];
  const publish = async (kind: string): Promise<string[]> => {
    const MessageAttributes = { kind: { DataType: "String", StringValue: kind } };
    await sns.send(new PublishCommand({ TopicArn: outputs["News"], Message: kind, MessageAttributes }));
    await yard.yard.context.jobs.settled();
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = "" }) => Body);
  };
  expect(await publish("paid")).toEqual(["paid"]);
  expect(await publish("sent")).toEqual([]);

  expect(await read("Work")).toMatchObject({ VisibilityTimeout: 45, Tags: [{ Key: "team", Value: "red" }] });
  expect(await read("Orders")).toMatchObject({ FifoQueue: true, ContentBasedDeduplication: true });
  expect(await read("News")).toMatchObject({ DisplayName: "News", TopicName: outputs["NewsName"] });
  expect(await read("Subscription")).toMatchObject({ RawMessageDelivery: true, FilterPolicy: { kind: ["paid"] } });
  expect(await read("Setting")).toMatchObject({ Name: "/app/setting", Value: "one", Tags: { team: "red" } });
  expect(await read("Sender")).toEqual({
    EmailIdentity: "school@example.org",
    FeedbackAttributes: { EmailForwardingEnabled: true },
    MailFromAttributes: { BehaviorOnMxFailure: "USE_DEFAULT_VALUE" },
    Tags: [],
  });
  expect(await read("WorkPolicy", { Queues: [QueueUrl] })).toMatchObject({ Queues: [QueueUrl] });
  expect(await read("NewsPolicy", { Topics: [outputs["News"]] })).toMatchObject({ Topics: [outputs["News"]] });

  const updated = await update(system(after));
  expect(updated).toEqual({ ...outputs, Setting: "two" });
  expect(await publish("sent")).toEqual(["sent"]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] }),
  );
  expect(Attributes).toEqual({ VisibilityTimeout: "90" });
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl }))).Tags).toMatchObject({
    team: "blue",
    "aws:cloudformation:logical-id": "Work",
  });
  expect((await ssm.send(new GetParameterCommand({ Name: "/app/setting" }))).Parameter).toMatchObject({
    Value: "two",
    Version: 2,
  });

  await destroy();
  await expectEmpty(account);
});

// Goal: what the template no longer says goes back: attributes to their defaults, policies away, inline subscriptions
// ended. Method: update to a template with bare resources.
test("takes back what the template no longer says", async () => {
  const { account, create, update } = await setUp();
  const [sqs, sns] = [account.client(SQSClient), account.client(SNSClient)];
  const outputs = await create(system(before));
  const { Work: _work, News: _news, ...others } = system(before).Resources;
  const { Dead, Setting, Sender, Orders } = others;
  if (Dead === undefined || Setting === undefined || Sender === undefined || Orders === undefined)
    throw new Error("Resources are missing.");
  await update({
    Resources: { Dead, Setting, Sender, Orders, Work: { Type: "AWS::SQS::Queue" }, News: { Type: "AWS::SNS::Topic" } },
  });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: outputs["Work"], AttributeNames: ["All"] }),
  );
  expect(Attributes).toMatchObject({ VisibilityTimeout: "30" });
  expect(Attributes).not.toHaveProperty("RedrivePolicy");
  expect(Attributes).not.toHaveProperty("Policy");
  const topic = await sns.send(new GetTopicAttributesCommand({ TopicArn: outputs["News"] }));
  expect(topic.Attributes).toMatchObject({ DisplayName: "", SubscriptionsConfirmed: "0" });
  expect(topic.Attributes?.["Policy"]).toContain("__default_policy_ID");
});

// Goal: a stack does not take over a queue that somebody else made, and its rollback does not delete it.
test("refuses a name that is taken", async () => {
  const { account, create } = await setUp();
  const sqs = account.client(SQSClient);
  await sqs.send(new CreateQueueCommand({ QueueName: "taken" }));
  await create(
    { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "taken" } } } },
    "ROLLBACK_COMPLETE",
  );
  expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toHaveLength(1);
});

async function expectEmpty(account: TestAccount): Promise<void> {
  expect((await account.client(SQSClient).send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
  expect((await account.client(SNSClient).send(new ListTopicsCommand({}))).Topics).toEqual([]);
  expect((await account.client(SNSClient).send(new ListSubscriptionsCommand({}))).Subscriptions).toEqual([]);
  expect((await account.client(SSMClient).send(new DescribeParametersCommand({}))).Parameters).toEqual([]);
  expect((await account.client(SESv2Client).send(new ListEmailIdentitiesCommand({}))).EmailIdentities).toEqual([]);
}
