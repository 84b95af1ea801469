// AWS::DynamoDB::Table through CloudFormation: made, changed in place, and deleted by a stack; looked at through
// DynamoDB.

import {
  ApplicationAutoScalingClient,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
} from "@aws-sdk/client-application-auto-scaling";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  ListTablesCommand,
  UpdateTableCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

/** Creates or updates the stack "s" with one table, and gives the stack when all its work is done. */
async function deploy(
  account: TestAccount,
  how: "create" | "update",
  Properties: object,
  Type = "AWS::DynamoDB::Table",
): Promise<Stack> {
  const cloudFormation = account.client(CloudFormationClient);
  const input = {
    StackName: "s",
    TemplateBody: JSON.stringify({
      Resources: { Things: { Type, Properties } },
      Outputs: {
        Name: { Value: { Ref: "Things" } },
        Arn: { Value: { "Fn::GetAtt": ["Things", "Arn"] } },
        ...("StreamSpecification" in Properties && { Stream: { Value: { "Fn::GetAtt": ["Things", "StreamArn"] } } }),
      },
    }),
  };
  await cloudFormation.send(how === "create" ? new CreateStackCommand(input) : new UpdateStackCommand(input));
  await yard.yard.context.jobs.settled();
  const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName: "s" }));
  const stack = Stacks?.[0];
  if (stack?.StackStatus !== `${how.toUpperCase()}_COMPLETE`) {
    const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: "s" }));
    throw new Error(StackEvents.map((event) => `${event.ResourceStatus}: ${event.ResourceStatusReason}`).join("\n"));
  }
  return stack;
}

const outputOf = (stack: Stack, key: string): string | undefined =>
  stack.Outputs?.find((output) => output.OutputKey === key)?.OutputValue;

const BASE = {
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};
const index = (name: string, attribute: string): object => ({
  IndexName: name,
  KeySchema: [{ AttributeName: attribute, KeyType: "HASH" }],
  Projection: { ProjectionType: "ALL" },
});
const POLICY = {
  Version: "2012-10-17",
  Statement: { Effect: "Allow", Principal: { AWS: "123456789012" }, Action: "dynamodb:GetItem", Resource: "*" },
};
const define = (...names: string[]): object => ({
  AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: "S" })),
});

test("a table is made as the template says, changed where it stands, and deleted", async () => {
  const account = yard.account();
  const dynamodb = account.client(DynamoDBClient);
  const created = await deploy(account, "create", {
    ...BASE,
    ...define("id", "a"),
    GlobalSecondaryIndexes: [index("by-a", "a")],
    StreamSpecification: { StreamViewType: "NEW_IMAGE" },
    TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
    ResourcePolicy: { PolicyDocument: POLICY },
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    Tags: [{ Key: "team", Value: "one" }],
  });
  const TableName = outputOf(created, "Name");
  const arn = outputOf(created, "Arn");
  expect(TableName).toMatch(/^s-Things-[A-Z0-9]+$/);
  expect(arn).toBe(`arn:aws:dynamodb:us-east-1:${account.account}:table/${TableName}`);
  const describe = async () => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  expect(outputOf(created, "Stream")).toBe((await describe())?.LatestStreamArn);
  const { Policy } = await dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn }));
  expect(Policy).toBe(JSON.stringify(POLICY));
  const recovery = async () =>
    (await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription
      ?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
  expect(await recovery()).toBe("ENABLED");
  await dynamodb.send(
    new PutItemCommand({ TableName, Item: { id: { S: "1" }, a: { S: "x" }, b: { S: "x" }, c: { S: "x" } } }),
  );

  const updated = await deploy(account, "update", {
    ...BASE,
    ...define("id", "b", "c"),
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: "3", WriteCapacityUnits: 4 },
    // One index goes and two come: three changes of the table, one after the other.
    GlobalSecondaryIndexes: [
      { ...index("by-b", "b"), ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
      { ...index("by-c", "c"), ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
    ],
    StreamSpecification: { StreamViewType: "KEYS_ONLY" },
    TimeToLiveSpecification: { AttributeName: "expires", Enabled: true },
    DeletionProtectionEnabled: false,
    Tags: [{ Key: "team", Value: "two" }],
  });
  expect(outputOf(updated, "Name")).toBe(TableName);
  expect(outputOf(updated, "Stream")).not.toBe(outputOf(created, "Stream"));
  const table = await describe();
  expect(table).toMatchObject({
    BillingModeSummary: { BillingMode: "PROVISIONED" },
    ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  expect(table?.GlobalSecondaryIndexes?.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus])).toEqual([
    ["by-b", "ACTIVE"],
    ["by-c", "ACTIVE"],
  ]);
  const { TimeToLiveDescription: ttl } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(ttl).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" });
  const { Tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arn }));
  expect(Tags).toContainEqual({ Key: "team", Value: "two" });
  await expect(dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn }))).rejects.toMatchObject({
    name: "PolicyNotFoundException",
  });
  expect(await recovery()).toBe("DISABLED");
  // The item was there before the index.
  const { Count } = await dynamodb.send(
    new QueryCommand({
      TableName,
      IndexName: "by-c",
      KeyConditionExpression: "c = :x",
      ExpressionAttributeValues: { ":x": { S: "x" } },
    }),
  );
  expect(Count).toBe(1);

  await account.client(CloudFormationClient).send(new DeleteStackCommand({ StackName: "s" }));
  await yard.yard.context.jobs.settled();
  expect((await dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
});

test("a new key replaces the table", async () => {
  const account = yard.account();
  const first = await deploy(account, "create", BASE);
  const second = await deploy(account, "update", {
    ...BASE,
    ...define("key"),
    KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
  });
  expect(outputOf(second, "Name")).not.toBe(outputOf(first, "Name"));
  const { TableNames } = await account.client(DynamoDBClient).send(new ListTablesCommand({}));
  expect(TableNames).toEqual([outputOf(second, "Name")]);
});

test("a global table of one region is a table, changed through its replica", async () => {
  const account = yard.account();
  const dynamodb = account.client(DynamoDBClient);
  const global = (more: object, replica: object): object => ({
    ...BASE,
    ...define("id", "a"),
    GlobalSecondaryIndexes: [index("by-a", "a")],
    Replicas: [{ Region: "us-east-1", ContributorInsightsSpecification: { Enabled: false }, ...replica }],
    ...more,
  });
  const type = "AWS::DynamoDB::GlobalTable";
  const created = await deploy(
    account,
    "create",
    global({ StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" } }, { DeletionProtectionEnabled: true }),
    type,
  );
  const TableName = outputOf(created, "Name");
  const describe = async () => (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  expect(await describe()).toMatchObject({
    DeletionProtectionEnabled: true,
    LatestStreamArn: outputOf(created, "Stream"),
    GlobalSecondaryIndexes: [{ IndexName: "by-a" }],
  });
  const provisioned = (more: object): object =>
    global(
      {
        BillingMode: "PROVISIONED",
        WriteProvisionedThroughputSettings: {
          WriteCapacityAutoScalingSettings: {
            MinCapacity: 2,
            MaxCapacity: 10,
            TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
          },
        },
        GlobalSecondaryIndexes: [
          {
            ...index("by-a", "a"),
            WriteProvisionedThroughputSettings: {
              WriteCapacityAutoScalingSettings: {
                MinCapacity: 3,
                MaxCapacity: 10,
                TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
              },
            },
          },
        ],
      },
      {
        ReadProvisionedThroughputSettings: { ReadCapacityUnits: 4 },
        GlobalSecondaryIndexes: [{ IndexName: "by-a", ReadProvisionedThroughputSettings: { ReadCapacityUnits: 5 } }],
        ...more,
      },
    );
  await deploy(account, "update", provisioned({}), type);
  expect(await describe()).toMatchObject({
    DeletionProtectionEnabled: false,
    ProvisionedThroughput: { ReadCapacityUnits: 4, WriteCapacityUnits: 2 },
    GlobalSecondaryIndexes: [{ ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 3 } }],
  });
  expect(await describe()).not.toHaveProperty("StreamSpecification");

  // What is to be scaled, is: by policies of the names that DynamoDB gives them, whose work an update of the stack does not take back.
  const scaling = account.client(ApplicationAutoScalingClient);
  const { ScalingPolicies = [] } = await scaling.send(
    new DescribeScalingPoliciesCommand({ ServiceNamespace: "dynamodb" }),
  );
  expect(ScalingPolicies.map(({ PolicyName }) => PolicyName)).toEqual([
    `DynamoDBWriteCapacityUtilization:table/${TableName}`,
    `DynamoDBWriteCapacityUtilization:table/${TableName}/index/by-a`,
  ]);
  await dynamodb.send(
    new UpdateTableCommand({ TableName, ProvisionedThroughput: { ReadCapacityUnits: 4, WriteCapacityUnits: 6 } }),
  );
  await deploy(account, "update", provisioned({ ReadProvisionedThroughputSettings: { ReadCapacityUnits: 7 } }), type);
  expect(await describe()).toMatchObject({ ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 6 } });
  await account.client(CloudFormationClient).send(new DeleteStackCommand({ StackName: "s" }));
  await yard.yard.context.jobs.settled();
  const { ScalableTargets } = await scaling.send(new DescribeScalableTargetsCommand({ ServiceNamespace: "dynamodb" }));
  expect(ScalableTargets).toEqual([]);
});

// Goal: what a global table says of its indexes on demand is done, and what is not served is refused. Method: as CDK's TableV2 writes them.
test("a global table limits its indexes on demand, and refuses insights into them", async () => {
  const account = yard.account();
  const type = "AWS::DynamoDB::GlobalTable";
  const global = (limits: object, more: object = {}): object => ({
    ...BASE,
    ...define("id", "a"),
    GlobalSecondaryIndexes: [{ ...index("by-a", "a"), WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 7 } }],
    Replicas: [{ Region: "us-east-1", GlobalSecondaryIndexes: [{ IndexName: "by-a", ...limits }], ...more }],
  });
  const limited = (MaxReadRequestUnits: number) => global({ ReadOnDemandThroughputSettings: { MaxReadRequestUnits } });
  const created = await deploy(account, "create", limited(9), type);
  const TableName = outputOf(created, "Name");
  const limits = async () => {
    const { Table } = await account.client(DynamoDBClient).send(new DescribeTableCommand({ TableName }));
    return Table?.GlobalSecondaryIndexes?.map(({ OnDemandThroughput }) => OnDemandThroughput);
  };
  expect(await limits()).toEqual([{ MaxReadRequestUnits: 9, MaxWriteRequestUnits: 7 }]);
  await deploy(account, "update", limited(11), type);
  expect(await limits()).toEqual([{ MaxReadRequestUnits: 11, MaxWriteRequestUnits: 7 }]);
  await expect(
    deploy(account, "update", global({ ContributorInsightsSpecification: { Enabled: true } }), type),
  ).rejects.toThrow(
    "Property Replicas.GlobalSecondaryIndexes.ContributorInsightsSpecification of resource Things (AWS::DynamoDB::GlobalTable) is not supported by this cloud yet",
  );
});

test("a global table of two regions is refused, not made with one", async () => {
  const account = yard.account();
  const Replicas = [{ Region: "us-east-1" }, { Region: "eu-west-1" }];
  await expect(deploy(account, "create", { ...BASE, Replicas }, "AWS::DynamoDB::GlobalTable")).rejects.toThrow(
    "A global table can have one replica here, in the stack's own region us-east-1.",
  );
});
