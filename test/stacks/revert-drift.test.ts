// Goal: a drift-aware change set brings back what somebody changed or deleted by hand, shows it before, and rolls back to what
// it found. Method: a stack whose queue was changed, whose topic's subscription was deleted, and whose role was widened.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand, type Subscription } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { sharedYard, type TestAccount } from "../../src/testing/harness.ts";

const READ_ONE = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sqs:ReceiveMessage", Resource: { "Fn::GetAtt": ["Queue", "Arn"] } }],
};
const TEMPLATE = {
  Resources: {
    Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "kept", VisibilityTimeout: 30 } },
    Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "kept" } },
    Subscription: {
      Type: "AWS::SNS::Subscription",
      Properties: {
        TopicArn: { Ref: "Topic" },
        Protocol: "sqs",
        Endpoint: { "Fn::GetAtt": ["Queue", "Arn"] },
        RawMessageDelivery: true,
      },
    },
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        RoleName: "reader",
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
        },
        Policies: [{ PolicyName: "read", PolicyDocument: READ_ONE }],
      },
    },
  },
  Outputs: { Queue: { Value: { Ref: "Queue" } }, Topic: { Value: { Ref: "Topic" } } },
};

async function settled(): Promise<void> {
  await (await sharedYard()).yard.context.jobs.settled();
}

async function deployed(account: TestAccount): Promise<{ queueUrl: string; topicArn: string }> {
  const client = account.client(CloudFormationClient);
  await client.send(
    new CreateStackCommand({
      StackName: "shop",
      TemplateBody: JSON.stringify(TEMPLATE),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
    }),
  );
  await settled();
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "shop" }));
  expect(stack?.StackStatus).toBe("CREATE_COMPLETE");
  const output = (key: string): string => stack?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue ?? "";
  return { queueUrl: output("Queue"), topicArn: output("Topic") };
}

async function subscriptions(account: TestAccount, topicArn: string): Promise<readonly Subscription[]> {
  const { Subscriptions = [] } = await account
    .client(SNSClient)
    .send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  return Subscriptions;
}

async function policyOf(account: TestAccount): Promise<string> {
  const { PolicyDocument = "" } = await account
    .client(IAMClient)
    .send(new GetRolePolicyCommand({ RoleName: "reader", PolicyName: "read" }));
  return decodeURIComponent(PolicyDocument);
}

async function visibility(account: TestAccount, QueueUrl: string): Promise<string | undefined> {
  const { Attributes } = await account
    .client(SQSClient)
    .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["VisibilityTimeout"] }));
  return Attributes?.["VisibilityTimeout"];
}

async function changeByHand(account: TestAccount, queueUrl: string, topicArn: string): Promise<void> {
  await account
    .client(SQSClient)
    .send(new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { VisibilityTimeout: "77" } }));
  const [subscription] = await subscriptions(account, topicArn);
  await account.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: subscription?.SubscriptionArn }));
  await account.client(IAMClient).send(
    new PutRolePolicyCommand({
      RoleName: "reader",
      PolicyName: "read",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
      }),
    }),
  );
}

test("what was changed by hand is shown, and brought back", async () => {
  const account = (await sharedYard()).account();
  const { queueUrl, topicArn } = await deployed(account);
  const before = await policyOf(account);
  await changeByHand(account, queueUrl, topicArn);
  const client = account.client(CloudFormationClient);
  const named = { StackName: "shop", ChangeSetName: "revert" };
  const input = { ...named, UsePreviousTemplate: true, Capabilities: ["CAPABILITY_NAMED_IAM" as const] };

  // A change set that does not look sees nothing to do.
  await client.send(new CreateChangeSetCommand({ ...input, ChangeSetName: "plain" }));
  expect(await client.send(new DescribeChangeSetCommand({ StackName: "shop", ChangeSetName: "plain" }))).toMatchObject({
    Status: "FAILED",
  });

  await client.send(new CreateChangeSetCommand({ ...input, DeploymentMode: "REVERT_DRIFT" }));
  const shown = await client.send(new DescribeChangeSetCommand({ ...named, IncludePropertyValues: true }));
  expect(shown).toMatchObject({
    Status: "CREATE_COMPLETE",
    DeploymentMode: "REVERT_DRIFT",
    StackDriftStatus: "DRIFTED",
  });
  const changes = (shown.Changes ?? []).map(({ ResourceChange: change }) => [
    change?.LogicalResourceId,
    change?.Action,
    change?.ResourceDriftStatus,
  ]);
  expect(new Set(changes.map((each) => each.join(" ")))).toEqual(
    new Set(["Queue Modify MODIFIED", "Subscription Add DELETED", "Role Modify MODIFIED"]),
  );
  const queue = shown.Changes?.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === "Queue");
  expect(queue?.ResourceChange?.Details?.[0]?.Target).toMatchObject({
    Name: "VisibilityTimeout",
    BeforeValue: "77",
    BeforeValueFrom: "ACTUAL_STATE",
    AfterValue: "30",
    AfterValueFrom: "TEMPLATE",
    Drift: { PreviousValue: "30", ActualValue: "77" },
  });
  expect(JSON.parse(String(queue?.ResourceChange?.PreviousDeploymentContext))).toMatchObject({
    Properties: { VisibilityTimeout: "30" },
  });

  await client.send(new ExecuteChangeSetCommand(named));
  await settled();
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "shop" }));
  expect(stack?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(await visibility(account, queueUrl)).toBe("30");
  expect((await subscriptions(account, topicArn)).map(({ Protocol }) => Protocol)).toEqual(["sqs"]);
  expect(JSON.parse(await policyOf(account))).toEqual(JSON.parse(before));

  await client.send(new CreateChangeSetCommand({ ...input, DeploymentMode: "REVERT_DRIFT" }));
  expect(await client.send(new DescribeChangeSetCommand(named))).toMatchObject({ Status: "FAILED" });
});

test("a failed reversion goes back to what it found", async () => {
  const account = (await sharedYard()).account();
  const { queueUrl, topicArn } = await deployed(account);
  await changeByHand(account, queueUrl, topicArn);
  const client = account.client(CloudFormationClient);
  const broken = {
    ...TEMPLATE,
    Resources: {
      ...TEMPLATE.Resources,
      Broken: { Type: "AWS::SQS::Queue", DependsOn: "Queue", Properties: { QueueName: "no spaces" } },
    },
  };
  await client.send(
    new CreateChangeSetCommand({
      StackName: "shop",
      ChangeSetName: "revert",
      TemplateBody: JSON.stringify(broken),
      Capabilities: ["CAPABILITY_NAMED_IAM"],
      DeploymentMode: "REVERT_DRIFT",
    }),
  );
  await client.send(new ExecuteChangeSetCommand({ StackName: "shop", ChangeSetName: "revert" }));
  await settled();
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: "shop" }));
  expect(stack?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await visibility(account, queueUrl)).toBe("77");
});

test.each([{ IncludeNestedStacks: true }, { ImportExistingResources: true }])(
  "what is not looked into beside drift is refused: %o",
  async (more) => {
    const client = (await sharedYard()).account().client(CloudFormationClient);
    const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });
    await client.send(new CreateStackCommand({ StackName: "plain", TemplateBody }));
    await settled();
    const input = {
      StackName: "plain",
      ChangeSetName: "both",
      TemplateBody,
      DeploymentMode: "REVERT_DRIFT",
      ...more,
    } as const;
    await expect(client.send(new CreateChangeSetCommand(input))).rejects.toMatchObject({
      name: "NotImplemented",
      $metadata: { httpStatusCode: 501 },
    });
  },
);
