// Goal: a drift-aware change set brings back what somebody changed or deleted by hand, shows it before, and rolls back to what
// it found. Method: a stack whose queue was changed, whose topic's subscription was deleted, and whose role was widened.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  ExecuteChangeSetCommand,
} from "@aws-sdk/client-cloudformation";
import { GetRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { SecretsManagerClient, UpdateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand, type Subscription } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
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

// AWS: "Using drift-aware change sets": "When the template definition of a resource is updated to match its actual state, drift-aware change
// sets reset the drift status of the resource without modifying the resource."
test("what the template says by now is taken as it is, and what is there already can be imported besides", async () => {
  const account = (await sharedYard()).account();
  const client = account.client(CloudFormationClient);
  const parameter = (value: string, more: object = {}) => ({
    Type: "AWS::SSM::Parameter",
    ...more,
    Properties: { Name: "level", Type: "String", Value: value, Tier: "Standard" },
  });
  const secret = { Type: "AWS::SecretsManager::Secret", Properties: { SecretString: "hidden", Description: "one" } };
  const bodyOf = (Resources: object) => JSON.stringify({ Resources });
  const first = bodyOf({ Level: parameter("1"), Secret: secret });
  await client.send(new CreateStackCommand({ StackName: "levels", TemplateBody: first }));
  await settled();
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: "levels" }));
  const secretId = StackResources.find(({ LogicalResourceId }) => LogicalResourceId === "Secret")?.PhysicalResourceId;
  await account
    .client(SecretsManagerClient)
    .send(new UpdateSecretCommand({ SecretId: secretId, Description: "by hand" }));
  const ssm = account.client(SSMClient);
  await ssm.send(new PutParameterCommand({ Name: "level", Value: "2", Overwrite: true }));
  await ssm.send(new PutParameterCommand({ Name: "there", Type: "String", Value: "already" }));
  await client.send(new DetectStackDriftCommand({ StackName: "levels" }));
  await settled();

  const there = { Type: "AWS::SSM::Parameter", DeletionPolicy: "Retain" };
  const There = { ...there, Properties: { Name: "there", Type: "String", Value: "already" } };
  const input = { StackName: "levels", ChangeSetName: "both", DeploymentMode: "REVERT_DRIFT" } as const;
  const TemplateBody = bodyOf({ Level: parameter("2"), Secret: secret, There });
  await client.send(new CreateChangeSetCommand({ ...input, TemplateBody, ImportExistingResources: true }));
  const shown = await client.send(new DescribeChangeSetCommand({ StackName: "levels", ChangeSetName: "both" }));
  const changes = (shown.Changes ?? []).map(({ ResourceChange: change }) => [
    change?.LogicalResourceId,
    change?.Action,
    change?.ResourceDriftIgnoredAttributes,
  ]);
  expect(changes).toEqual([
    ["Level", "SyncWithActual", [{ Path: "/Properties/Tier", Reason: "WRITE_ONLY_PROPERTY" }]],
    ["Secret", "Modify", [{ Path: "/Properties/SecretString", Reason: "WRITE_ONLY_PROPERTY" }]],
    ["There", "Import", undefined],
  ]);
  const { Parameter: before } = await ssm.send(new GetParameterCommand({ Name: "level" }));
  await client.send(new ExecuteChangeSetCommand({ StackName: "levels", ChangeSetName: "both" }));
  await settled();
  const { Parameter: after } = await ssm.send(new GetParameterCommand({ Name: "level" }));
  expect(after).toEqual(before);
  const standing = await client.send(new DescribeStackResourcesCommand({ StackName: "levels" }));
  expect(
    standing.StackResources?.map(({ LogicalResourceId, DriftInformation }) => [
      LogicalResourceId,
      DriftInformation?.StackResourceDriftStatus,
    ]),
  ).toEqual([
    ["Level", "NOT_CHECKED"],
    ["Secret", "NOT_CHECKED"],
    ["There", "NOT_CHECKED"],
  ]);
});

test("nested stacks are not looked into beside drift, and that is said", async () => {
  const client = (await sharedYard()).account().client(CloudFormationClient);
  const TemplateBody = JSON.stringify({ Resources: { Queue: { Type: "AWS::SQS::Queue" } } });
  await client.send(new CreateStackCommand({ StackName: "plain", TemplateBody }));
  await settled();
  const input = { StackName: "plain", ChangeSetName: "both", DeploymentMode: "REVERT_DRIFT" } as const;
  const call = client.send(new CreateChangeSetCommand({ ...input, TemplateBody, IncludeNestedStacks: true }));
  await expect(call).rejects.toMatchObject({ name: "NotImplemented", $metadata: { httpStatusCode: 501 } });
});
