// Stack refactors through the real SDK over HTTP: resources change their stacks and names, and keep their data. AWS: "Stack refactoring"; messages
// as observed, where a source says so.

import {
  CloudFormationClient,
  CreateStackCommand,
  CreateStackRefactorCommand,
  DeleteStackCommand,
  DescribeStackRefactorCommand,
  DescribeStackResourcesCommand,
  ExecuteStackRefactorCommand,
  GetTemplateCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackRefactorActionsCommand,
  ListStackRefactorsCommand,
  UpdateStackCommand,
  type CreateStackRefactorCommandInput,
  type Tag,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, GetItemCommand, ListTagsOfResourceCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { DeleteQueueCommand, ListQueueTagsCommand, SQSClient } from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const queue = (properties: object = {}) => ({ Type: "AWS::SQS::Queue", Properties: properties });
const table = (properties: object = {}) => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    ...properties,
  },
});
type Sections = Record<string, object>;

async function deploy(client: CloudFormationClient, name: string, template: Sections, Tags?: Tag[]): Promise<string> {
  const TemplateBody = JSON.stringify(template);
  const { StackId } = await client.send(new CreateStackCommand({ StackName: name, TemplateBody, Tags }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, name))?.StackStatus).toBe("CREATE_COMPLETE");
  return String(StackId);
}

async function refactor(
  client: CloudFormationClient,
  stacks: Record<string, Sections>,
  input: Partial<CreateStackRefactorCommandInput> = {},
): Promise<string> {
  const StackDefinitions = Object.entries(stacks).map(([StackName, template]) => ({
    StackName,
    TemplateBody: JSON.stringify(template),
  }));
  const { StackRefactorId } = await client.send(new CreateStackRefactorCommand({ StackDefinitions, ...input }));
  return String(StackRefactorId);
}

const describeRefactor = (client: CloudFormationClient, id: string) =>
  client.send(new DescribeStackRefactorCommand({ StackRefactorId: id }));

async function execute(client: CloudFormationClient, id: string) {
  await client.send(new ExecuteStackRefactorCommand({ StackRefactorId: id }));
  await yard.yard.context.jobs.settled();
  return describeRefactor(client, id);
}

async function resourcesOf(client: CloudFormationClient, name: string): Promise<Record<string, string | undefined>> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: name }));
  return Object.fromEntries(StackResources.map((one) => [one.LogicalResourceId, one.PhysicalResourceId]));
}

const mapping = (from: string, source: string, to: string, destination: string) => ({
  Source: { StackName: from, LogicalResourceId: source },
  Destination: { StackName: to, LogicalResourceId: destination },
});

test("a table moves into a new stack with its items, and its reader reads it across stacks", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const tables = account.client(DynamoDBClient);
  const reader = (value: object) => ({ Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: value } });
  const appId = await deploy(
    client,
    "app",
    { Resources: { Items: table(), Reader: reader({ "Fn::GetAtt": ["Items", "Arn"] }) } },
    [{ Key: "team", Value: "one" }],
  );
  const { Items: tableName, Reader: parameterName } = await resourcesOf(client, "app");
  await tables.send(new PutItemCommand({ TableName: tableName, Item: { id: { S: "kept" } } }));

  const exported = { Arn: { Value: { "Fn::GetAtt": ["Data", "Arn"] }, Export: { Name: "items-arn" } } };
  const id = await refactor(
    client,
    {
      app: { Resources: { Reader: reader({ "Fn::ImportValue": "items-arn" }) } },
      data: { Resources: { Data: table() }, Outputs: exported },
    },
    { EnableStackCreation: true, ResourceMappings: [mapping("app", "Items", "data", "Data")], Description: "split" },
  );
  const dataId = (await stackOf(client, "data"))?.StackId;
  expect(await stackOf(client, "data")).toMatchObject({ StackStatus: "REVIEW_IN_PROGRESS" });
  expect(await describeRefactor(client, id)).toMatchObject({
    StackRefactorId: id,
    StackIds: [appId, dataId],
    Status: "CREATE_COMPLETE",
    ExecutionStatus: "AVAILABLE",
    Description: "split",
  });
  const { StackRefactorActions } = await client.send(new ListStackRefactorActionsCommand({ StackRefactorId: id }));
  expect(StackRefactorActions).toEqual([
    { Action: "CREATE", Entity: "STACK", PhysicalResourceId: dataId, Description: "Stack data will be created." },
    {
      Action: "MOVE",
      Entity: "RESOURCE",
      PhysicalResourceId: tableName,
      Description: "No configuration changes detected.",
      Detection: "MANUAL",
      TagResources: [
        { Key: "aws:cloudformation:stack-name", Value: "data" },
        { Key: "aws:cloudformation:logical-id", Value: "Data" },
        { Key: "aws:cloudformation:stack-id", Value: dataId },
      ],
      UntagResources: [
        "aws:cloudformation:stack-name",
        "aws:cloudformation:logical-id",
        "aws:cloudformation:stack-id",
        "team",
      ],
      ResourceMapping: mapping(appId, "Items", String(dataId), "Data"),
    },
  ]);

  expect(await execute(client, id)).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE", Status: "CREATE_COMPLETE" });
  expect(await resourcesOf(client, "app")).toEqual({ Reader: parameterName });
  expect(await resourcesOf(client, "data")).toEqual({ Data: tableName });
  expect((await stackOf(client, "app"))?.StackStatus).toBe("UPDATE_COMPLETE");
  expect((await stackOf(client, "data"))?.StackStatus).toBe("CREATE_COMPLETE");
  expect(await eventsOf(client, "data")).toEqual([
    "data REVIEW_IN_PROGRESS: User Initiated",
    "data CREATE_IN_PROGRESS: User Initiated",
    "Data IMPORT_IN_PROGRESS: Resource import started.",
    "Data IMPORT_COMPLETE: Resource import completed.",
    "data CREATE_COMPLETE",
  ]);
  expect((await eventsOf(client, "app")).slice(-4)).toEqual([
    "app UPDATE_IN_PROGRESS: User Initiated",
    "Items EXPORT_IN_PROGRESS",
    "Items EXPORT_COMPLETE",
    "app UPDATE_COMPLETE",
  ]);
  const { Item } = await tables.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: "kept" } } }));
  expect(Item).toEqual({ id: { S: "kept" } });
  const ResourceArn = `arn:aws:dynamodb:us-east-1:${account.account}:table/${String(tableName)}`;
  const { Tags } = await tables.send(new ListTagsOfResourceCommand({ ResourceArn }));
  expect(Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual({
    "aws:cloudformation:stack-name": "data",
    "aws:cloudformation:logical-id": "Data",
    "aws:cloudformation:stack-id": dataId,
  });
  expect((await client.send(new ListExportsCommand({}))).Exports).toMatchObject([
    { Name: "items-arn", Value: ResourceArn },
  ]);
  expect((await client.send(new ListImportsCommand({ ExportName: "items-arn" }))).Imports).toEqual(["app"]);
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: "data" }));
  expect(JSON.parse(String(TemplateBody))).toHaveProperty("Resources.Data");

  // Afterwards the stacks are stacks like others: the reader's lock holds, and an update finds nothing to do.
  const same = { Resources: { Data: table() }, Outputs: exported };
  const unchanged = client.send(new UpdateStackCommand({ StackName: "data", TemplateBody: JSON.stringify(same) }));
  expect(await errorOf(unchanged)).toMatchObject({ message: "No updates are to be performed." });
  await client.send(new DeleteStackCommand({ StackName: "app" }));
  await client.send(new DeleteStackCommand({ StackName: "data" }));
  await yard.yard.context.jobs.settled();
  expect(
    await errorOf(tables.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: "x" } } }))),
  ).toMatchObject({ name: "ResourceNotFoundException" });
});

test("resources are found by their names and by their configurations; tags of the stacks follow", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const dead = queue({ DelaySeconds: 1, Tags: [{ Key: "own", Value: "1" }] });
  const main = (name: string) =>
    queue({ RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [name, "Arn"] }, maxReceiveCount: 3 } });
  await deploy(
    client,
    "left",
    { Resources: { Keep: queue(), Dead: dead, Main: main("Dead"), Same: queue({ DelaySeconds: 9 }) } },
    [
      { Key: "side", Value: "left" },
      { Key: "only", Value: "left" },
    ],
  );
  await deploy(client, "right", { Resources: { Other: queue({ DelaySeconds: 5 }) } }, [
    { Key: "side", Value: "right" },
  ]);
  const before = await resourcesOf(client, "left");
  const id = await refactor(client, {
    left: { Resources: { Keep: queue() } },
    right: {
      Resources: {
        Other: queue({ DelaySeconds: 5 }),
        NewDead: dead,
        NewMain: main("NewDead"),
        Same: queue({ DelaySeconds: 9 }),
      },
    },
  });
  const { StackRefactorActions = [] } = await client.send(new ListStackRefactorActionsCommand({ StackRefactorId: id }));
  expect(
    StackRefactorActions.map(
      ({ Detection, ResourceMapping }) =>
        `${Detection} ${ResourceMapping?.Source?.LogicalResourceId} ${ResourceMapping?.Destination?.LogicalResourceId}`,
    ).sort(),
  ).toEqual(["AUTO Dead NewDead", "AUTO Main NewMain", "AUTO Same Same"]);
  expect(await execute(client, id)).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
  const { Other: _other, ...moved } = await resourcesOf(client, "right");
  expect(moved).toEqual({ NewDead: before["Dead"], NewMain: before["Main"], Same: before["Same"] });
  expect(await resourcesOf(client, "left")).toEqual({ Keep: before["Keep"] });
  const { Tags } = await account.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl: before["Dead"] }));
  expect(Tags).toEqual({
    own: "1",
    side: "right",
    "aws:cloudformation:stack-name": "right",
    "aws:cloudformation:logical-id": "NewDead",
    "aws:cloudformation:stack-id": (await stackOf(client, "right"))?.StackId,
  });
});

test("a resource is renamed within its stack", async () => {
  const client = yard.account().client(CloudFormationClient);
  await deploy(client, "app", {
    Resources: {
      Old: queue(),
      Reads: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "Old" } } },
    },
  });
  const before = await resourcesOf(client, "app");
  const id = await refactor(client, {
    app: {
      Resources: {
        New: queue(),
        Reads: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "New" } } },
      },
    },
  });
  expect(await execute(client, id)).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
  expect(await resourcesOf(client, "app")).toEqual({ New: before["Old"], Reads: before["Reads"] });
});

describe("fails to be created", () => {
  const app = {
    Resources: {
      A: queue({ DelaySeconds: 1 }),
      B: queue({ DelaySeconds: 2 }),
      P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "v" } },
    },
  };
  const { A, B, P } = app.Resources;
  const cases: Record<
    string,
    [reason: string, stacks: Record<string, Sections>, input?: Partial<CreateStackRefactorCommandInput>]
  > = {
    "with a change": [
      "Found an action type that is not permitted during refactor operations: Modify\nThe resource A would change in: DelaySeconds.",
      {
        app: { Resources: { B, P } },
        other: { Resources: { Z: queue({ DelaySeconds: 7 }), A: queue({ DelaySeconds: 3 }) } },
      },
    ],
    "with an addition": [
      "Could not find any source stacks for Logical ID and Stack ID pairs: N -> ",
      { app: { Resources: { ...app.Resources, N: queue({ DelaySeconds: 8 }) } } },
    ],
    "with a removal": [
      "Found an action type that is not permitted during refactor operations: Remove",
      { app: { Resources: { A, P } } },
    ],
    "where several fit": [
      "Found multiple possible source resources",
      { app: { Resources: { P } }, other: { Resources: { Z: queue({ DelaySeconds: 7 }), X: { ...A }, Y: { ...A } } } },
    ],
    "with conditions in a new stack": [
      "Following template sections are not allowed when creating a stack while refactoring: Conditions, Rules",
      {
        app: { Resources: { B, P } },
        fresh: { Resources: { A }, Conditions: { C: { "Fn::Equals": ["a", "a"] } }, Rules: {} },
      },
      { EnableStackCreation: true },
    ],
    "with a type that cannot be moved": [
      "Stack Refactor does not support AWS::CDK::Metadata.",
      { meta: { Resources: { Renamed: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "x" } } } } },
    ],
    "with a name that depends on the stack": [
      "The resource Named would change in: Description.",
      {
        named: { Resources: { Stays: queue() } },
        other: {
          Resources: {
            Z: queue({ DelaySeconds: 7 }),
            Named: {
              Type: "AWS::SSM::Parameter",
              Properties: { Type: "String", Value: "n", Description: { Ref: "AWS::StackName" } },
            },
          },
        },
      },
    ],
    "with a mapping that moves nothing": [
      "The resource A defined in the resources mapping did no move from its original stack app. Review your stack template desired state.",
      { app, other: { Resources: { Z: queue({ DelaySeconds: 7 }), A } } },
      { ResourceMappings: [mapping("app", "A", "other", "A")] },
    ],
  };
  test.each(Object.entries(cases))("%s", async (_name, [reason, stacks, input]) => {
    const client = yard.account().client(CloudFormationClient);
    const described = {
      Type: "AWS::SSM::Parameter",
      Properties: { Type: "String", Value: "n", Description: { Ref: "AWS::StackName" } },
    };
    await deploy(client, "app", app);
    await deploy(client, "other", { Resources: { Z: queue({ DelaySeconds: 7 }) } });
    await deploy(client, "meta", {
      Resources: { Meta: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "x" } } },
    });
    await deploy(client, "named", { Resources: { Stays: queue(), Named: described } });
    const id = await refactor(client, stacks, input);
    const result = await describeRefactor(client, id);
    expect(result).toMatchObject({ Status: "CREATE_FAILED", ExecutionStatus: "UNAVAILABLE" });
    expect(result.StatusReason).toContain(reason);
    expect(result.StatusReason).toMatch(/^arn:aws:cloudformation:us-east-1:\d+:stack\/\w+\/[-0-9a-f]+: /);
    expect(await errorOf(client.send(new ExecuteStackRefactorCommand({ StackRefactorId: id })))).toMatchObject({
      name: "ValidationError",
    });
    if (input?.EnableStackCreation === true) expect(result.StackIds).toContain("fresh");
  });
});

test("several that fit are told apart by mappings", async () => {
  const client = yard.account().client(CloudFormationClient);
  await deploy(client, "app", { Resources: { A: queue(), B: queue(), P: queue({ DelaySeconds: 1 }) } });
  const before = await resourcesOf(client, "app");
  const stacks = {
    app: { Resources: { P: queue({ DelaySeconds: 1 }) } },
    new: { Resources: { X: queue(), Y: queue() } },
  };
  const id = await refactor(client, stacks, {
    EnableStackCreation: true,
    ResourceMappings: [mapping("app", "B", "new", "X")],
  });
  expect(await execute(client, id)).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
  expect(await resourcesOf(client, "new")).toEqual({ X: before["B"], Y: before["A"] });
});

test("an execution that fails gives everything back", async () => {
  // Method: the second queue is deleted by hand, so it cannot be tagged.
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const sqs = account.client(SQSClient);
  await deploy(client, "app", {
    Resources: { A: queue(), B: queue({ DelaySeconds: 1 }), P: queue({ DelaySeconds: 2 }) },
  });
  await deploy(client, "other", { Resources: { Z: queue({ DelaySeconds: 7 }) } });
  const before = await resourcesOf(client, "app");
  const tags = (await sqs.send(new ListQueueTagsCommand({ QueueUrl: before["A"] }))).Tags;
  const id = await refactor(
    client,
    {
      app: { Resources: { P: queue({ DelaySeconds: 2 }) } },
      other: { Resources: { Z: queue({ DelaySeconds: 7 }), A: queue() } },
      fresh: { Resources: { B: queue({ DelaySeconds: 1 }) } },
    },
    { EnableStackCreation: true },
  );
  await sqs.send(new DeleteQueueCommand({ QueueUrl: before["B"] }));
  const result = await execute(client, id);
  expect(result).toMatchObject({ Status: "CREATE_COMPLETE", ExecutionStatus: "ROLLBACK_COMPLETE" });
  expect(result.ExecutionStatusReason).toContain("was not found");
  expect(await resourcesOf(client, "app")).toEqual(before);
  expect((await sqs.send(new ListQueueTagsCommand({ QueueUrl: before["A"] }))).Tags).toEqual(tags);
  expect((await stackOf(client, "app"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect((await stackOf(client, "fresh"))?.StackStatus).toBe("ROLLBACK_COMPLETE");
});

test("a stack's role tags what comes to the stack, whoever asks", async () => {
  // Method: a caller who may do CloudFormation's operations and nothing else.
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const iam = account.client(IAMClient);
  const statement = (Action: string) => ({ Effect: "Allow", Action, Resource: "*" });
  const documentOf = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
  const trust = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "cloudformation.amazonaws.com" } };
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName: "deployer", AssumeRolePolicyDocument: documentOf(trust) }),
  );
  const PolicyDocument = documentOf(statement("sqs:*"));
  await iam.send(new PutRolePolicyCommand({ RoleName: "deployer", PolicyName: "own", PolicyDocument }));
  for (const [StackName, Resources] of Object.entries({
    app: { A: queue(), B: queue({ DelaySeconds: 1 }) },
    other: { Z: queue({ DelaySeconds: 7 }) },
  })) {
    const TemplateBody = JSON.stringify({ Resources });
    await client.send(new CreateStackCommand({ StackName, TemplateBody, RoleARN: Role?.Arn }));
  }
  await yard.yard.context.jobs.settled();
  await iam.send(new CreateUserCommand({ UserName: "mover" }));
  const user = {
    UserName: "mover",
    PolicyName: "own",
    PolicyDocument: documentOf(statement("cloudformation:*"), statement("iam:PassRole"), statement("sts:AssumeRole")),
  };
  await iam.send(new PutUserPolicyCommand(user));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "mover" }));
  const mover = account.clientWith(CloudFormationClient, {
    accessKeyId: String(AccessKey?.AccessKeyId),
    secretAccessKey: String(AccessKey?.SecretAccessKey),
  });
  const id = await refactor(mover, {
    app: { Resources: { A: queue() } },
    other: { Resources: { Z: queue({ DelaySeconds: 7 }), B: queue({ DelaySeconds: 1 }) } },
  });
  expect(await execute(mover, id)).toMatchObject({ ExecutionStatus: "EXECUTE_COMPLETE" });
});

test("is obsolete once a stack was updated, and known by its id only", async () => {
  const client = yard.account().client(CloudFormationClient);
  const appId = await deploy(client, "app", { Resources: { A: queue(), B: queue({ DelaySeconds: 1 }) } });
  const id = await refactor(client, { app: { Resources: { Renamed: queue(), B: queue({ DelaySeconds: 1 }) } } });
  const list = async (...ExecutionStatusFilter: ("OBSOLETE" | "AVAILABLE")[]) =>
    (await client.send(new ListStackRefactorsCommand({ ExecutionStatusFilter }))).StackRefactorSummaries;
  expect(await list()).toMatchObject([{ StackRefactorId: id, ExecutionStatus: "AVAILABLE" }]);
  const TemplateBody = JSON.stringify({ Resources: { A: queue(), B: queue({ DelaySeconds: 2 }) } });
  await client.send(new UpdateStackCommand({ StackName: "app", TemplateBody }));
  await yard.yard.context.jobs.settled();
  expect(await describeRefactor(client, id)).toMatchObject({
    ExecutionStatus: "OBSOLETE",
    ExecutionStatusReason: `${appId}: Stack was updated.`,
  });
  expect(await list()).toEqual([]);
  expect(await list("OBSOLETE")).toMatchObject([{ StackRefactorId: id }]);
  expect(await errorOf(client.send(new ExecuteStackRefactorCommand({ StackRefactorId: id })))).toMatchObject({
    message: `StackRefactor [${id}] cannot be executed in its current execution status of [OBSOLETE]`,
  });
});

test("refuses what is no refactor", async () => {
  const client = yard.account().client(CloudFormationClient);
  expect(await errorOf(describeRefactor(client, "none"))).toMatchObject({
    name: "StackRefactorNotFoundException",
    status: 404,
  });
  const six = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`s${index}`, { Resources: { A: queue() } }]));
  expect(await errorOf(refactor(client, six))).toMatchObject({ name: "ValidationError", status: 400 });
});
