// Change sets through the real SDK over HTTP.

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
} from "@aws-sdk/client-cloudformation";
import { ListTagsForResourceCommand as ListTopicTagsCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueUrlCommand, ListQueueTagsCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ListTagsForResourceCommand as ListParameterTagsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const templateOf = (resources: object): string => JSON.stringify({ Resources: resources });
const queue = (properties: object = {}) => ({ Type: "AWS::SQS::Queue", Properties: properties });

async function plan(
  client: CloudFormationClient,
  type: "CREATE" | "UPDATE",
  name: string,
  resources: object,
): Promise<string> {
  const { Id } = await client.send(
    new CreateChangeSetCommand({
      StackName: "planned",
      ChangeSetName: name,
      ChangeSetType: type,
      TemplateBody: templateOf(resources),
    }),
  );
  return String(Id);
}

async function execute(client: CloudFormationClient, id: string): Promise<void> {
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: id }));
  await yard.yard.context.jobs.settled();
}

test("a new stack is under review until its change set is executed", async () => {
  const client = yard.account().client(CloudFormationClient);
  const id = await plan(client, "CREATE", "first", {
    A: queue(),
    B: queue({ RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["A", "Arn"] }, maxReceiveCount: 1 } }),
  });
  expect((await stackOf(client, "planned"))?.StackStatus).toBe("REVIEW_IN_PROGRESS");
  expect((await client.send(new GetTemplateCommand({ StackName: "planned" }))).TemplateBody).toBe("");
  expect(
    await client.send(new DescribeChangeSetCommand({ ChangeSetName: "first", StackName: "planned" })),
  ).toMatchObject({
    ChangeSetId: id,
    Status: "CREATE_COMPLETE",
    ExecutionStatus: "AVAILABLE",
    Changes: [
      { Type: "Resource", ResourceChange: { Action: "Add", LogicalResourceId: "A", ResourceType: "AWS::SQS::Queue" } },
      { Type: "Resource", ResourceChange: { Action: "Add", LogicalResourceId: "B" } },
    ],
  });
  await execute(client, id);
  expect(await eventsOf(client, "planned")).toEqual([
    "planned REVIEW_IN_PROGRESS: User Initiated",
    "planned CREATE_IN_PROGRESS: User Initiated",
    "A CREATE_IN_PROGRESS",
    "A CREATE_IN_PROGRESS: Resource creation Initiated",
    "A CREATE_COMPLETE",
    "B CREATE_IN_PROGRESS",
    "B CREATE_IN_PROGRESS: Resource creation Initiated",
    "B CREATE_COMPLETE",
    "planned CREATE_COMPLETE",
  ]);
  expect(await errorOf(client.send(new ExecuteChangeSetCommand({ ChangeSetName: id })))).toMatchObject({
    name: "InvalidChangeSetStatusException",
  });
});

test("an update tells what is added, changed in place, replaced and removed, and why", async () => {
  const client = yard.account().client(CloudFormationClient);
  const before = {
    Kept: queue(),
    Changed: queue({ DelaySeconds: 1 }),
    Replaced: queue({ QueueName: "old" }),
    Gone: queue(),
  };
  await execute(client, await plan(client, "CREATE", "first", before));
  const after = {
    Kept: queue(),
    Changed: queue({ DelaySeconds: 2 }),
    Replaced: queue({ QueueName: "new" }),
    Follows: queue({
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": ["Replaced", "Arn"] }, maxReceiveCount: 1 },
    }),
  };
  const id = await plan(client, "UPDATE", "second", after);
  const { Changes } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
  expect(Changes?.map((change) => change.ResourceChange)).toMatchObject([
    {
      Action: "Modify",
      LogicalResourceId: "Changed",
      Replacement: "False",
      Scope: ["Properties"],
      Details: [
        {
          Target: { Attribute: "Properties", Name: "DelaySeconds", RequiresRecreation: "Never" },
          Evaluation: "Static",
          ChangeSource: "DirectModification",
        },
      ],
    },
    {
      Action: "Modify",
      LogicalResourceId: "Replaced",
      Replacement: "True",
      PolicyAction: "ReplaceAndDelete",
      Details: [{ Target: { Name: "QueueName", RequiresRecreation: "Always" } }],
    },
    { Action: "Add", LogicalResourceId: "Follows" },
    { Action: "Remove", LogicalResourceId: "Gone", PolicyAction: "Delete" },
  ]);
  const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: "planned" }));
  expect(Summaries).toMatchObject([
    { ChangeSetName: "first", ExecutionStatus: "EXECUTE_COMPLETE" },
    { ChangeSetName: "second", ExecutionStatus: "AVAILABLE" },
  ]);

  await execute(client, id);
  const events = await eventsOf(client, "planned");
  const update = events.slice(events.indexOf("planned UPDATE_IN_PROGRESS: User Initiated"));
  // What does not depend on each other runs side by side, so only each resource's own order is sure.
  const of = (name: string): string[] => update.filter((event) => event.startsWith(`${name} `));
  expect(of("planned")).toEqual([
    "planned UPDATE_IN_PROGRESS: User Initiated",
    "planned UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
    "planned UPDATE_COMPLETE",
  ]);
  expect(of("Kept")).toEqual([]);
  expect(of("Changed")).toEqual(["Changed UPDATE_IN_PROGRESS", "Changed UPDATE_COMPLETE"]);
  // AWS: a replacement's reason, and the deletions behind UPDATE_COMPLETE_CLEANUP_IN_PROGRESS.
  expect(of("Replaced")).toEqual([
    "Replaced UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.",
    "Replaced UPDATE_IN_PROGRESS: Resource creation Initiated",
    "Replaced UPDATE_COMPLETE",
    "Replaced DELETE_IN_PROGRESS",
    "Replaced DELETE_COMPLETE",
  ]);
  expect(of("Gone")).toEqual(["Gone DELETE_IN_PROGRESS", "Gone DELETE_COMPLETE"]);
  const cleanup = update.indexOf("planned UPDATE_COMPLETE_CLEANUP_IN_PROGRESS");
  expect(update.indexOf("Follows CREATE_IN_PROGRESS")).toBeGreaterThan(update.indexOf("Replaced UPDATE_COMPLETE"));
  expect(update.indexOf("Follows CREATE_COMPLETE")).toBeLessThan(cleanup);
  expect(update.indexOf("Gone DELETE_IN_PROGRESS")).toBeGreaterThan(cleanup);
});

test("a change set without changes fails in the words that `aws cloudformation deploy` looks for", async () => {
  const client = yard.account().client(CloudFormationClient);
  await execute(client, await plan(client, "CREATE", "first", { A: queue() }));
  const id = await plan(client, "UPDATE", "second", { A: queue() });
  expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }))).toMatchObject({
    Status: "FAILED",
    ExecutionStatus: "UNAVAILABLE",
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  expect(await errorOf(client.send(new ExecuteChangeSetCommand({ ChangeSetName: id })))).toMatchObject({
    name: "InvalidChangeSetStatusException",
    message: `ChangeSet [${id}] cannot be executed in its current status of [FAILED]`,
    status: 400,
  });
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: id }));
  expect(await errorOf(client.send(new DescribeChangeSetCommand({ ChangeSetName: id })))).toEqual({
    name: "ChangeSetNotFoundException",
    message: `ChangeSet [${id}] does not exist`,
    status: 404,
  });
});

test("an older change set cannot be executed after a newer one", async () => {
  const client = yard.account().client(CloudFormationClient);
  await execute(client, await plan(client, "CREATE", "first", { A: queue() }));
  const older = await plan(client, "UPDATE", "older", { A: queue({ DelaySeconds: 1 }) });
  await execute(client, await plan(client, "UPDATE", "newer", { A: queue({ DelaySeconds: 2 }) }));
  // AWS: executing one deletes all others of the stack.
  expect(await errorOf(client.send(new ExecuteChangeSetCommand({ ChangeSetName: older })))).toMatchObject({
    name: "ChangeSetNotFoundException",
  });
});

test("requests that do not fit the stack are refused", async () => {
  const client = yard.account().client(CloudFormationClient);
  expect(await errorOf(plan(client, "UPDATE", "none", { A: queue() }))).toMatchObject({
    name: "ValidationError",
    message: "Stack with id planned does not exist",
  });
  await execute(client, await plan(client, "CREATE", "first", { A: queue() }));
  expect(await errorOf(plan(client, "CREATE", "again", { A: queue() }))).toMatchObject({
    name: "AlreadyExistsException",
    message: "Stack [planned] already exists",
  });
});

test("a change set is not reached by its ARN through the name of another stack", async () => {
  // Goal: permissions are asked on the stack that is named, so nothing else may be touched. Method: name a second stack.
  const client = yard.account().client(CloudFormationClient);
  const id = await plan(client, "CREATE", "first", { A: queue() });
  await client.send(
    new CreateChangeSetCommand({
      StackName: "other",
      ChangeSetName: "own",
      ChangeSetType: "CREATE",
      TemplateBody: templateOf({ A: queue() }),
    }),
  );
  const crossed = { ChangeSetName: id, StackName: "other" };
  const missing = { name: "ChangeSetNotFoundException" };
  expect(await errorOf(client.send(new ExecuteChangeSetCommand(crossed)))).toMatchObject(missing);
  expect(await errorOf(client.send(new DescribeChangeSetCommand(crossed)))).toMatchObject(missing);
  await client.send(new DeleteChangeSetCommand(crossed));
  expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }))).toMatchObject({ ChangeSetId: id });
});

test("takes the name of an executed change set, and of one without changes, again", async () => {
  // Goal: two deployments of the AWS CLI within one second, whose change sets have the same name. Method: the same name
  // three times; the third finds no changes, and a fourth may still have it.
  const client = (await sharedYard()).account().client(CloudFormationClient);
  const body = (delay: number): string =>
    JSON.stringify({ Resources: { Q: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: delay } } } });
  const create = (type: "CREATE" | "UPDATE", delay: number): Promise<{ Id?: string }> =>
    client.send(
      new CreateChangeSetCommand({
        StackName: "quick",
        ChangeSetName: "now",
        ChangeSetType: type,
        TemplateBody: body(delay),
      }),
    );
  await execute(client, String((await create("CREATE", 1)).Id));
  await execute(client, String((await create("UPDATE", 2)).Id));
  const { Id } = await create("UPDATE", 2);
  expect(await client.send(new DescribeChangeSetCommand({ ChangeSetName: Id }))).toMatchObject({ Status: "FAILED" });
  await create("UPDATE", 3);
  await expect(create("UPDATE", 4)).rejects.toMatchObject({ name: "AlreadyExistsException" });
});

test("IncludePropertyValues tells each value before and after, and what makes it change", async () => {
  // Method: a parameter's value, a value deep inside, an addition, and a reference to a resource that is replaced.
  // AWS: the forms as in the CDK's recorded change sets: texts for numbers, a path for each value, KNOWN_AFTER_APPLY.
  const client = yard.account().client(CloudFormationClient);
  const templateWith = (name: string, arn: object | string): string =>
    JSON.stringify({
      Parameters: { Delay: { Type: "Number" }, Secret: { Type: "String", NoEcho: true, Default: "hush" } },
      Resources: {
        A: queue({ QueueName: name, DelaySeconds: { Ref: "Delay" } }),
        P: {
          Type: "AWS::SSM::Parameter",
          Metadata: { note: name },
          Properties: { Type: "String", Value: arn, Description: { Ref: "Secret" } },
        },
        C: {
          Type: "AWS::S3::Bucket",
          DeletionPolicy: "Retain",
          Properties: { VersioningConfiguration: { Status: name === "old" ? "Enabled" : "Suspended" } },
        },
      },
    });
  const create = async (type: "CREATE" | "UPDATE", name: string, delay: string): Promise<string> => {
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: "valued",
        ChangeSetName: name,
        ChangeSetType: type,
        TemplateBody: templateWith(name, { "Fn::GetAtt": ["A", "Arn"] }),
        Parameters: [{ ParameterKey: "Delay", ParameterValue: delay }],
      }),
    );
    return String(Id);
  };
  const first = await create("CREATE", "old", "1");
  const added = await client.send(new DescribeChangeSetCommand({ ChangeSetName: first, IncludePropertyValues: true }));
  expect(added.Changes?.[0]?.ResourceChange).toMatchObject({
    Action: "Add",
    AfterContext: JSON.stringify({ Properties: { QueueName: "old", DelaySeconds: "1" } }),
  });
  await execute(client, first);
  const id = await create("UPDATE", "new", "2");
  const { Changes = [] } = await client.send(
    new DescribeChangeSetCommand({ ChangeSetName: id, IncludePropertyValues: true }),
  );
  const [a, p, c] = Changes.map((change) => change.ResourceChange);
  const delay = {
    Attribute: "Properties",
    Name: "DelaySeconds",
    RequiresRecreation: "Never",
    Path: "/Properties/DelaySeconds",
    BeforeValue: "1",
    AfterValue: "2",
    AttributeChangeType: "Modify",
  };
  expect(a).toMatchObject({ Action: "Modify", Replacement: "True", PolicyAction: "ReplaceAndDelete" });
  expect(a?.Details).toEqual([
    { Target: delay, Evaluation: "Dynamic", ChangeSource: "DirectModification" },
    { Target: delay, Evaluation: "Static", ChangeSource: "ParameterReference", CausingEntity: "Delay" },
    {
      Target: {
        Attribute: "Properties",
        Name: "QueueName",
        RequiresRecreation: "Always",
        Path: "/Properties/QueueName",
        BeforeValue: "old",
        AfterValue: "new",
        AttributeChangeType: "Modify",
      },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    },
  ]);
  expect(JSON.parse(String(a?.BeforeContext))).toEqual({ Properties: { QueueName: "old", DelaySeconds: "1" } });
  expect(JSON.parse(String(a?.AfterContext))).toEqual({ Properties: { QueueName: "new", DelaySeconds: "2" } });
  expect(p).toMatchObject({ Action: "Modify", Replacement: "False", Scope: ["Properties", "Metadata"] });
  expect(p?.Details).toMatchObject([
    {
      Target: { Path: "/Properties/Value", AfterValue: "{{changeSet:KNOWN_AFTER_APPLY}}" },
      Evaluation: "Dynamic",
      ChangeSource: "DirectModification",
    },
    {
      Target: { Path: "/Properties/Value", AfterValue: "{{changeSet:KNOWN_AFTER_APPLY}}" },
      Evaluation: "Dynamic",
      ChangeSource: "ResourceAttribute",
      CausingEntity: "A.Arn",
    },
    { Target: { Attribute: "Metadata", BeforeValue: '{"note":"old"}', AfterValue: '{"note":"new"}' } },
  ]);
  expect(JSON.parse(String(p?.AfterContext))).toEqual({
    Properties: { Type: "String", Value: "{{changeSet:KNOWN_AFTER_APPLY}}", Description: "****" },
    Metadata: { note: "new" },
  });
  expect(c?.Details).toEqual([
    {
      Target: {
        Attribute: "Properties",
        Name: "VersioningConfiguration",
        RequiresRecreation: "Never",
        Path: "/Properties/VersioningConfiguration/Status",
        BeforeValue: "Enabled",
        AfterValue: "Suspended",
        AttributeChangeType: "Modify",
      },
      Evaluation: "Static",
      ChangeSource: "DirectModification",
    },
  ]);
  expect(JSON.parse(String(c?.BeforeContext))).toMatchObject({ DeletionPolicy: "Retain" });
  const { Changes: plain } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
  expect(plain?.[2]?.ResourceChange).not.toHaveProperty("BeforeContext");
  expect(plain?.[2]?.ResourceChange?.Details?.[0]?.Target).toEqual({
    Attribute: "Properties",
    Name: "VersioningConfiguration",
    RequiresRecreation: "Never",
  });
});

test("a reference to an attribute of a replaced resource makes a replacement that is conditional", async () => {
  // AWS: "ResourceChange": RequiresRecreation Always with a dynamic evaluation is Replacement Conditional.
  const client = yard.account().client(CloudFormationClient);
  const resources = (name: string) => ({
    A: queue({ QueueName: name }),
    B: queue({ QueueName: { "Fn::Sub": "b-${A.QueueName}" } }),
    C: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: { Ref: "B" } } },
  });
  await execute(client, await plan(client, "CREATE", "first", resources("one")));
  const id = await plan(client, "UPDATE", "second", resources("two"));
  const { Changes } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
  expect(Changes?.map((change) => change.ResourceChange)).toMatchObject([
    { LogicalResourceId: "A", Replacement: "True" },
    { LogicalResourceId: "B", Replacement: "Conditional" },
    {
      LogicalResourceId: "C",
      Details: [
        { ChangeSource: "DirectModification", Evaluation: "Dynamic" },
        { ChangeSource: "ResourceReference", Evaluation: "Dynamic", CausingEntity: "B" },
      ],
    },
  ]);
});

test("other tags of the stack reach its resources, and those that it lost are taken off", async () => {
  // AWS: "Resource tag": stack-level tags are propagated to the resources that support tags.
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const resources = {
    Q: queue({ QueueName: "tagged", Tags: [{ Key: "own", Value: "1" }] }),
    P: { Type: "AWS::SSM::Parameter", Properties: { Type: "String", Value: "v", Name: "tagged", Tags: { own: "1" } } },
    T: { Type: "AWS::SNS::Topic", Properties: { TopicName: "tagged" } },
    M: { Type: "AWS::CDK::Metadata", Properties: { Analytics: "none" } },
  };
  const create = async (type: "CREATE" | "UPDATE", name: string, Tags: { Key: string; Value: string }[]) => {
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: "tags",
        ChangeSetName: name,
        ChangeSetType: type,
        TemplateBody: templateOf(resources),
        Tags,
      }),
    );
    return String(Id);
  };
  await execute(
    client,
    await create("CREATE", "first", [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "1" },
    ]),
  );
  const id = await create("UPDATE", "second", [
    { Key: "b", Value: "2" },
    { Key: "c", Value: "1" },
  ]);
  const { Changes } = await client.send(new DescribeChangeSetCommand({ ChangeSetName: id }));
  expect(Changes?.map((change) => change.ResourceChange)).toMatchObject(
    ["Q", "P", "T"].map((LogicalResourceId) => ({
      Action: "Modify",
      LogicalResourceId,
      Replacement: "False",
      Scope: ["Tags"],
      Details: [{ Target: { Attribute: "Tags", RequiresRecreation: "Never" }, Evaluation: "Static" }],
    })),
  );
  await execute(client, id);
  const stackId = (await stackOf(client, "tags"))?.StackId;
  const expected = (logicalId: string) => ({
    "aws:cloudformation:stack-name": "tags",
    "aws:cloudformation:stack-id": stackId,
    "aws:cloudformation:logical-id": logicalId,
    b: "2",
    c: "1",
  });
  const { QueueUrl } = await account.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: "tagged" }));
  const queueTags = await account.client(SQSClient).send(new ListQueueTagsCommand({ QueueUrl }));
  expect(queueTags.Tags).toEqual({ ...expected("Q"), own: "1" });
  const { TagList = [] } = await account
    .client(SSMClient)
    .send(new ListParameterTagsCommand({ ResourceType: "Parameter", ResourceId: "tagged" }));
  expect(Object.fromEntries(TagList.map(({ Key, Value }) => [Key, Value]))).toEqual({ ...expected("P"), own: "1" });
  const { Tags = [] } = await account
    .client(SNSClient)
    .send(new ListTopicTagsCommand({ ResourceArn: `arn:aws:sns:us-east-1:${account.account}:tagged` }));
  expect(Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))).toEqual(expected("T"));
});

// AWS: re:Post, "How do I resolve the error 'Export EXPORT_NAME cannot be updated as it is in use by STACK_NAME'": replace the
// import by the value, update the importing stack, and the export can go.
test("letting go of an export is an update, though no resource changes", async () => {
  const client = yard.account().client(CloudFormationClient);
  const deploy = async (stack: string, type: "CREATE" | "UPDATE", template: object): Promise<void> => {
    const { Id } = await client.send(
      new CreateChangeSetCommand({
        StackName: stack,
        ChangeSetName: type.toLowerCase(),
        ChangeSetType: type,
        TemplateBody: JSON.stringify(template),
      }),
    );
    await execute(client, String(Id));
  };
  const Resources = { A: queue() };
  const exporting = (name: string): object => ({
    Resources,
    Outputs: { O: { Value: "held", Export: { Name: name } } },
  });
  const reading = (value: unknown): object => ({ Resources: { B: queue({ QueueName: value }) } });
  await deploy("exporting", "CREATE", exporting("first"));
  await deploy("reading", "CREATE", reading({ "Fn::ImportValue": "first" }));
  await deploy("reading", "UPDATE", reading("held"));
  expect((await stackOf(client, "reading"))?.StackStatus).toBe("UPDATE_COMPLETE");
  await deploy("exporting", "UPDATE", exporting("second"));
  expect((await stackOf(client, "exporting"))?.StackStatus).toBe("UPDATE_COMPLETE");
});
