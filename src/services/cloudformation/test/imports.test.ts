// Imports through the real SDK over HTTP: resources that were made by hand become a stack's, with their data, and nothing else
// changes. AWS: "Import AWS resources into a CloudFormation stack"; the messages as recorded from AWS.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  ExecuteChangeSetCommand,
  GetTemplateSummaryCommand,
  type CreateChangeSetCommandInput,
  type ResourceToImport,
} from "@aws-sdk/client-cloudformation";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { beforeAll, describe, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestAccount, TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const PARAMETER = { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "kept" } };
const queue = (properties: object = {}, attributes: object = { DeletionPolicy: "Retain" }) => ({
  Type: "AWS::SQS::Queue",
  ...attributes,
  Properties: properties,
});

async function queueUrlOf(account: TestAccount, name: string, tags: Record<string, string> = {}): Promise<string> {
  const input = { QueueName: name, Attributes: { VisibilityTimeout: "77" }, tags };
  return String((await account.client(SQSClient).send(new CreateQueueCommand(input))).QueueUrl);
}

function importOf(logicalId: string, url: string): ResourceToImport {
  return { LogicalResourceId: logicalId, ResourceType: "AWS::SQS::Queue", ResourceIdentifier: { QueueUrl: url } };
}

async function changeSetOf(
  client: CloudFormationClient,
  resources: object,
  list: ResourceToImport[],
  input: Partial<CreateChangeSetCommandInput> = {},
): Promise<string> {
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: "adopted",
      ChangeSetName: "import",
      ChangeSetType: "IMPORT",
      TemplateBody: JSON.stringify({ Resources: resources }),
      ResourcesToImport: list,
      ...input,
    }),
  );
  return String(Id);
}

async function execute(client: CloudFormationClient, id: string): Promise<void> {
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
  await yard.yard.context.jobs.settled();
}

async function createStack(client: CloudFormationClient, resources: object): Promise<string> {
  const { StackId } = await client.send(
    new CreateStackCommand({ StackName: "adopted", TemplateBody: JSON.stringify({ Resources: resources }) }),
  );
  await yard.yard.context.jobs.settled();
  return String(StackId);
}

test("an existing queue becomes a new stack's", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const url = await queueUrlOf(account, "by-hand", { own: "tag" });
  const id = await changeSetOf(client, { Q: queue({ QueueName: "by-hand", VisibilityTimeout: 30 }) }, [
    importOf("Q", url),
  ]);
  const described = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
  expect(described).toMatchObject({ Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE" });
  expect(described.Changes).toEqual([
    {
      Type: "Resource",
      ResourceChange: {
        Action: "Import",
        LogicalResourceId: "Q",
        PhysicalResourceId: url,
        ResourceType: "AWS::SQS::Queue",
        Scope: [],
        Details: [],
      },
    },
  ]);
  await execute(client, id);
  const stack = await stackOf(client, "adopted");
  expect(stack?.StackStatus).toBe("IMPORT_COMPLETE");
  expect(await eventsOf(client, "adopted")).toEqual([
    "adopted REVIEW_IN_PROGRESS: User Initiated",
    "adopted IMPORT_IN_PROGRESS: User Initiated",
    "Q IMPORT_IN_PROGRESS: Resource import started.",
    "Q IMPORT_COMPLETE: Resource import completed.",
    "Q UPDATE_IN_PROGRESS: Apply stack-level tags to imported resource if applicable.",
    "Q UPDATE_COMPLETE",
    "adopted IMPORT_COMPLETE",
  ]);
  const { Tags } = await account.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl: url }));
  expect(Tags).toEqual({
    own: "tag",
    "aws:cloudformation:stack-name": "adopted",
    "aws:cloudformation:stack-id": stack?.StackId,
    "aws:cloudformation:logical-id": "Q",
  });
  // The template says 30; an import changes no configuration.
  const { Attributes } = await account
    .client(SQSClient)
    .send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["VisibilityTimeout"] }));
  expect(Attributes).toEqual({ VisibilityTimeout: "77" });
});

test("a table with its items is imported into an existing stack, which can refer to it afterwards", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const tables = account.client(DynamoDBClient);
  await tables.send(
    new CreateTableCommand({
      TableName: "games",
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await tables.send(new PutItemCommand({ TableName: "games", Item: { key: { S: "chess" } } }));
  await createStack(client, { P: PARAMETER });
  const table = {
    Type: "AWS::DynamoDB::Table",
    DeletionPolicy: "Delete",
    Properties: {
      TableName: "games",
      AttributeDefinitions: [{ AttributeName: "key", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "key", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    },
  };
  const list = [
    { LogicalResourceId: "T", ResourceType: "AWS::DynamoDB::Table", ResourceIdentifier: { TableName: "games" } },
  ];
  await execute(client, await changeSetOf(client, { P: PARAMETER, T: table }, list));
  expect((await stackOf(client, "adopted"))?.StackStatus).toBe("IMPORT_COMPLETE");
  const follow = await client.send(
    new CreateChangeSetCommand({
      StackName: "adopted",
      ChangeSetName: "follow",
      TemplateBody: JSON.stringify({
        Resources: { P: PARAMETER, T: table },
        Outputs: { Arn: { Value: { "Fn::GetAtt": ["T", "Arn"] } } },
      }),
    }),
  );
  await execute(client, String(follow.Id));
  expect((await stackOf(client, "adopted"))?.Outputs).toMatchObject([
    { OutputValue: `arn:aws:dynamodb:us-east-1:${account.account}:table/games` },
  ]);
  const { Item } = await tables.send(new GetItemCommand({ TableName: "games", Key: { key: { S: "chess" } } }));
  expect(Item).toEqual({ key: { S: "chess" } });
});

describe("refused at creation", () => {
  const url = "http://localhost/123456789012/none";
  const kept = { P: PARAMETER };
  const cases: Record<string, [message: string, resources: object, list: ResourceToImport[], input?: object]> = {
    nothing: ["Must Provide at least one resource to import", { ...kept, Q: queue() }, []],
    twice: [
      "Every resource to import must have unique LogicalResourceId",
      { ...kept, Q: queue() },
      [importOf("Q", url), importOf("Q", url)],
    ],
    undeclared: [
      "The logical resource ids [X] provided in ResourceToImport do not exist in the template.",
      { ...kept, Q: queue() },
      [importOf("X", url)],
    ],
    "by its name": [
      "Invalid resource identifier for resource type AWS::SQS::Queue. Expected [QueueUrl]",
      { ...kept, Q: queue() },
      [{ LogicalResourceId: "Q", ResourceType: "AWS::SQS::Queue", ResourceIdentifier: { QueueName: "none" } }],
    ],
    "of another type": [
      "Resource type of [Q] passed in ResourceToImport does not match with resource type defined in the template. Resource type in ResourceToImport: AWS::SNS::Topic; Resource type in Template: AWS::SQS::Queue.",
      { ...kept, Q: queue() },
      [{ LogicalResourceId: "Q", ResourceType: "AWS::SNS::Topic", ResourceIdentifier: { TopicArn: "arn" } }],
    ],
    "only what stands": [
      "The template should contain at least one new resource to import.",
      kept,
      [{ LogicalResourceId: "P", ResourceType: "AWS::SSM::Parameter", ResourceIdentifier: { Name: "p" } }],
    ],
    "what stands": [
      "Resources [P] passed in ResourceToImport are already in a stack and cannot be imported.",
      { ...kept, Q: queue() },
      [{ LogicalResourceId: "P", ResourceType: "AWS::SSM::Parameter", ResourceIdentifier: { Name: "p" } }],
    ],
    "with an addition": [
      "Resources [N] is missing from ResourceToImport list",
      { ...kept, Q: queue(), N: queue() },
      [importOf("Q", url)],
    ],
    "with a change": [
      "You have modified resources [P] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.",
      { P: { ...PARAMETER, Properties: { ...PARAMETER.Properties, Value: "changed" } }, Q: queue() },
      [importOf("Q", url)],
    ],
    "with a removal": [
      "You have modified resources [P] in your template that are not being imported. Update, create or delete operations cannot be executed during import operations.",
      { Q: queue() },
      [importOf("Q", url)],
    ],
    "without a policy": [
      "The following resources to import [Q] must have DeletionPolicy attribute specified in the template.",
      { ...kept, Q: queue({}, {}) },
      [importOf("Q", url)],
    ],
    "with another name": [
      "The identifier property TableName of resource T has the value one in ResourceToImport and two in the template.",
      {
        ...kept,
        T: {
          Type: "AWS::DynamoDB::Table",
          DeletionPolicy: "Retain",
          Properties: { TableName: "two", KeySchema: [{ AttributeName: "k", KeyType: "HASH" }] },
        },
      },
      [{ LogicalResourceId: "T", ResourceType: "AWS::DynamoDB::Table", ResourceIdentifier: { TableName: "one" } }],
    ],
    "with tags": [
      "As part of the import operation, you cannot modify or add [Tags]",
      { ...kept, Q: queue() },
      [importOf("Q", url)],
      { Tags: [{ Key: "a", Value: "b" }] },
    ],
    "with outputs": [
      "As part of the import operation, you cannot modify or add [Outputs]",
      {},
      [importOf("Q", url)],
      {
        TemplateBody: JSON.stringify({ Resources: { ...kept, Q: queue() }, Outputs: { O: { Value: { Ref: "P" } } } }),
      },
    ],
    "without support": [
      "ResourceTypes [AWS::SQS::QueuePolicy] are not supported for Import",
      { ...kept, Q: { Type: "AWS::SQS::QueuePolicy", Properties: { Queues: [], PolicyDocument: {} } } },
      [{ LogicalResourceId: "Q", ResourceType: "AWS::SQS::QueuePolicy", ResourceIdentifier: { Id: "x" } }],
    ],
  };
  test.each(Object.entries(cases))("%s", async (_name, [message, resources, list, input]) => {
    const client = yard.account().client(CloudFormationClient);
    await createStack(client, kept);
    expect(await errorOf(changeSetOf(client, resources, list, input))).toEqual({
      name: "ValidationError",
      message,
      status: 400,
    });
  });
});

test("what is not there, or another stack's, fails the change set", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const reasonOf = async (id: string): Promise<string | undefined> => {
    const described = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
    expect(described).toMatchObject({ Status: "FAILED", ExecutionStatus: "UNAVAILABLE" });
    return described.StatusReason;
  };
  const url = await queueUrlOf(account, "mine");
  const gone = `${url}-gone`;
  expect(await reasonOf(await changeSetOf(client, { Q: queue() }, [importOf("Q", gone)]))).toBe(
    `Resource of type 'AWS::SQS::Queue' with identifier '${gone}' was not found.`,
  );
  const { StackId } = await client.send(
    new CreateStackCommand({
      StackName: "owner",
      TemplateBody: JSON.stringify({ Resources: { Q: queue({ QueueName: "owned" }) } }),
    }),
  );
  await yard.yard.context.jobs.settled();
  const owned = url.replace("mine", "owned");
  const taken = await changeSetOf(client, { Q: queue() }, [importOf("Q", owned)], { ChangeSetName: "again" });
  expect(await reasonOf(taken)).toBe(`${owned} already exists in stack ${String(StackId)}`);
  // What a deleted stack retained is nobody's.
  await client.send(new DeleteStackCommand({ StackName: "owner" }));
  await yard.yard.context.jobs.settled();
  const free = await changeSetOf(client, { Q: queue() }, [importOf("Q", owned)], { ChangeSetName: "free" });
  await execute(client, free);
  expect((await stackOf(client, "adopted"))?.StackStatus).toBe("IMPORT_COMPLETE");
});

test("an import that fails is rolled back: the stack forgets what it took, and takes its tags off", async () => {
  // Method: the second queue is deleted between plan and execution.
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const sqs = account.client(SQSClient);
  const first = await queueUrlOf(account, "first", { own: "tag" });
  const second = await queueUrlOf(account, "second");
  await createStack(client, { P: PARAMETER });
  const resources = { P: PARAMETER, A: queue(), B: { ...queue(), DependsOn: "A" } };
  const id = await changeSetOf(client, resources, [importOf("A", first), importOf("B", second)]);
  await sqs.send(new DeleteQueueCommand({ QueueUrl: second }));
  await execute(client, id);
  const stack = await stackOf(client, "adopted");
  expect(stack).toMatchObject({ StackStatus: "IMPORT_ROLLBACK_COMPLETE" });
  const events = await eventsOf(client, "adopted");
  expect(events.slice(events.indexOf("adopted IMPORT_IN_PROGRESS: User Initiated") + 5)).toEqual([
    "B IMPORT_IN_PROGRESS: Resource import started.",
    expect.stringContaining(`B IMPORT_FAILED: Resource handler returned message: "Resource of type 'AWS::SQS::Queue'`),
    "adopted IMPORT_ROLLBACK_IN_PROGRESS: The following resource(s) failed to import: [B]. ",
    "A IMPORT_ROLLBACK_IN_PROGRESS",
    "A IMPORT_ROLLBACK_COMPLETE",
    "B IMPORT_ROLLBACK_IN_PROGRESS",
    "B IMPORT_ROLLBACK_COMPLETE",
    "adopted IMPORT_ROLLBACK_COMPLETE",
  ]);
  const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: first }));
  expect(Tags).toEqual({ own: "tag" });
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName: "adopted" }));
  expect(StackResources.map((resource) => resource.LogicalResourceId)).toEqual(["P"]);
});

test.each([
  ["", false],
  [", also where nested stacks are looked into", true],
])("ImportExistingResources takes over what has the template's name already%s", async (_, IncludeNestedStacks) => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const iam = account.client(IAMClient);
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Deny", Principal: "*", Action: "sts:AssumeRole" }] };
  await iam.send(new CreateRoleCommand({ RoleName: "kept", AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const role = (policy: object) => ({
    Type: "AWS::IAM::Role",
    ...policy,
    Properties: { RoleName: "kept", AssumeRolePolicyDocument: trust },
  });
  const create = async (name: string, resources: object) => {
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: "adopted",
        ChangeSetName: name,
        ChangeSetType: "CREATE",
        ImportExistingResources: true,
        IncludeNestedStacks,
        Capabilities: ["CAPABILITY_NAMED_IAM"],
        TemplateBody: JSON.stringify({ Resources: resources }),
      }),
    );
    return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }));
  };
  expect(await create("unprotected", { R: role({}) })).toMatchObject({
    Status: "FAILED",
    StatusReason:
      "CloudFormation is attempting to import some resources because they already exist in your account. The resources must have the DeletionPolicy attribute set to 'Retain' or 'RetainExceptOnCreate' in the template for successful import. The affected resources are R ({RoleName=kept})",
  });
  const planned = await create("protected", { P: PARAMETER, R: role({ DeletionPolicy: "Retain" }) });
  expect(planned).toMatchObject({ Status: "CREATE_COMPLETE", ImportExistingResources: true });
  expect(planned.Changes?.map((change) => change.ResourceChange?.Action).sort()).toEqual(["Add", "Import"]);
  await execute(client, String(planned.ChangeSetId));
  expect((await stackOf(client, "adopted"))?.StackStatus).toBe("CREATE_COMPLETE");
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "kept" }));
  expect(Role?.Tags).toContainEqual({ Key: "aws:cloudformation:logical-id", Value: "R" });
});

test("GetTemplateSummary says how resources are identified, and warns of types that AWS does not have", async () => {
  const client = yard.account().client(CloudFormationClient);
  const resources = {
    A: queue(),
    B: queue(),
    R: { Type: "AWS::ApiGatewayV2::Route", Properties: { ApiId: "a", RouteKey: "$default" } },
    N: { Type: "AWS::SQS::QueuePolicy", Properties: { Queues: [], PolicyDocument: {} } },
  };
  const { ResourceIdentifierSummaries } = await client.send(
    new GetTemplateSummaryCommand({ TemplateBody: JSON.stringify({ Resources: resources }) }),
  );
  expect(ResourceIdentifierSummaries).toEqual([
    { ResourceType: "AWS::ApiGatewayV2::Route", LogicalResourceIds: ["R"], ResourceIdentifiers: ["ApiId", "RouteId"] },
    { ResourceType: "AWS::SQS::Queue", LogicalResourceIds: ["A", "B"], ResourceIdentifiers: ["QueueUrl"] },
  ]);
  const unknown = JSON.stringify({ Resources: { X: { Type: "AWS::No::Such" } } });
  expect(await errorOf(client.send(new GetTemplateSummaryCommand({ TemplateBody: unknown })))).toMatchObject({
    message: "Template format error: Unrecognized resource types: [AWS::No::Such]",
  });
  const { Warnings } = await client.send(
    new GetTemplateSummaryCommand({
      TemplateBody: unknown,
      TemplateSummaryConfig: { TreatUnrecognizedResourceTypesAsWarnings: true },
    }),
  );
  expect(Warnings).toEqual({ UnrecognizedResourceTypes: ["AWS::No::Such"] });
});
