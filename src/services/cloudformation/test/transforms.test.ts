// Transforms through the real SDK over HTTP: loops and functions of AWS::LanguageExtensions, pieces from S3, and macros, whose functions
// really run. AWS: Template Reference, "Fn::ForEach", "AWS::LanguageExtensions transform", "AWS::Include transform"; User Guide, "Perform
// custom processing on CloudFormation templates with template macros".

import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DescribeChangeSetCommand,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
  type CreateStackCommandInput,
} from "@aws-sdk/client-cloudformation";
import { LambdaClient, PutFunctionConcurrencyCommand } from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { beforeAll, expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { errorOf, eventsOf, stackOf } from "./calls.ts";

let yard: TestYard;
beforeAll(async () => {
  yard = await sharedYard();
});

const Capabilities = ["CAPABILITY_AUTO_EXPAND" as const];

async function deploy(client: CloudFormationClient, StackName: string, TemplateBody: string, more = {}): Promise<void> {
  await client.send(new CreateStackCommand({ StackName, TemplateBody, Capabilities, ...more }));
  await yard.yard.context.jobs.settled();
}

/** Why a new stack was rolled back. */
async function rollbackReason(client: CloudFormationClient, request: CreateStackCommandInput): Promise<string> {
  const { StackId = "" } = await client.send(new CreateStackCommand(request));
  await yard.yard.context.jobs.settled();
  const events = await eventsOf(client, StackId);
  return events.find((line) => line.includes(" ROLLBACK_IN_PROGRESS: ")) ?? events.join("\n");
}

async function resourcesOf(client: CloudFormationClient, StackName: string): Promise<string[]> {
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return StackResources.map(({ LogicalResourceId }) => String(LogicalResourceId)).sort();
}

interface Processed {
  readonly Description?: string;
  readonly Conditions?: object;
  readonly Resources: Record<string, { readonly DeletionPolicy?: string; readonly Properties: object }>;
}

async function processed(client: CloudFormationClient, StackName: string): Promise<Processed> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: "Processed" }));
  return JSON.parse(String(TemplateBody)) as Processed;
}

// "$(" stands for what the template writes with a brace, as this text has a meaning for that itself.
const LOOPS = `
Transform: AWS::LanguageExtensions
Parameters:
  Names: { Type: CommaDelimitedList, Default: "success,failure" }
  Keep: { Type: String, Default: Retain }
Mappings:
  Queues: { success: { Names: [a, b.c] }, failure: { Names: [d] } }
Conditions:
  Fn::ForEach::Checks:
    - Name
    - !Ref Names
    - Has$(Name): !Equals ["$(Name)", success]
Resources:
  Fn::ForEach::Topics:
    - Name
    - !Ref Names
    - Topic$(Name):
        Type: AWS::SNS::Topic
        DeletionPolicy: !If ["Has$(Name)", !Ref Keep, Delete]
        Properties:
          TopicName: !Join ["-", [loop, !Ref Name]]
          Tags: [{ Key: is, Value: !If ["Has$(Name)", "yes", "no"] }]
      Fn::ForEach::Queues:
        - Queue
        - !FindInMap [Queues, !Ref Name, Names]
        - Queue&(Queue):
            Type: AWS::SQS::Queue
            Properties:
              MessageRetentionPeriod: !FindInMap [Queues, times, nothing, { DefaultValue: "600" }]
              Tags: [{ Key: of, Value: !Sub "$(AWS::StackName)/$(!Queue)/$(Name)/$(Queue)" }]
              Fn::ForEach::Times:
                - Property
                - [VisibilityTimeout, ReceiveMessageWaitTimeSeconds]
                - $(Property): 7
Outputs:
  Fn::ForEach::Arns:
    - Name
    - !Ref Names
    - Name$(Name):
        Value: !GetAtt "Topic$(Name).TopicName"
  Count: { Value: !Length [1, 2, 3] }
  Json: { Value: !ToJsonString { names: !Ref Names } }
`.replaceAll(/([$&])\(([^)]*)\)/g, "$1{$2}");

test("loops in loops make resources, properties, conditions and outputs", async () => {
  const client = yard.account().client(CloudFormationClient);
  await deploy(client, "loops", LOOPS);
  expect(await resourcesOf(client, "loops")).toEqual(["Queuea", "Queuebc", "Queued", "Topicfailure", "Topicsuccess"]);
  const outputs = (await stackOf(client, "loops"))?.Outputs ?? [];
  expect(Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))).toEqual({
    Namesuccess: "loop-success",
    Namefailure: "loop-failure",
    Count: "3",
    Json: '{"names":["success","failure"]}',
  });
  const { Resources, Conditions } = await processed(client, "loops");
  expect(Object.keys(Conditions ?? {})).toEqual(["Hassuccess", "Hasfailure"]);
  expect(Resources["Topicsuccess"]?.DeletionPolicy).toBe("Retain");
  expect(Resources["Topicfailure"]?.DeletionPolicy).toBe("Delete");
  // The item as it is, and "${!Queue}", which is a text of Fn::Sub and not the loop's.
  expect(Resources["Queuebc"]?.Properties).toMatchObject({
    Tags: [{ Key: "of", Value: { "Fn::Sub": "${AWS::StackName}/${!Queue}/success/b.c" } }],
    VisibilityTimeout: 7,
    ReceiveMessageWaitTimeSeconds: 7,
  });

  // Another value of the parameter makes other resources.
  const Parameters = [{ ParameterKey: "Names", ParameterValue: "failure" }];
  await client.send(
    new UpdateStackCommand({ StackName: "loops", UsePreviousTemplate: true, Capabilities, Parameters }),
  );
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "loops"))?.StackStatus).toBe("UPDATE_COMPLETE");
  expect(await resourcesOf(client, "loops")).toEqual(["Queued", "Topicfailure"]);
});

const TOPIC = { Type: "AWS::SNS::Topic" };
const SIXTY = Array.from({ length: 60 }, (_, at) => `${at}`);
test.each([
  ["without a fragment", { "Fn::ForEach::L": ["Name", ["a"]] }, "Fn::ForEach layout is incorrect."],
  ["over a text", { "Fn::ForEach::L": ["Name", { Ref: "AWS::Region" }, {}] }, "is not a list of strings"],
  [
    "that makes a key twice",
    { "Fn::ForEach::L": ["Name", ["a", "b"], { Topic: TOPIC }] },
    "makes the key Topic more than once",
  ],
  [
    "of another's name",
    {
      "Fn::ForEach::L": ["Name", ["a"], { "T${Name}": TOPIC }],
      Other: { ...TOPIC, Properties: { "Fn::ForEach::L": ["X", [], {}] } },
    },
    "The loop name L is used more than once",
  ],
  ["of a resource's name", { L: TOPIC, "Fn::ForEach::L": ["X", [], {}] }, "The loop name L is not a valid one"],
  [
    "that is a bomb",
    {
      "Fn::ForEach::L0": [
        "A",
        SIXTY,
        { "Fn::ForEach::L1": ["B", SIXTY, { "Fn::ForEach::L2": ["C", SIXTY, { "R${A}x${B}x${C}": TOPIC }] }] },
      ],
    },
    "makes more than 50000 values",
  ],
])("a loop %s is refused", async (_what, Resources, message) => {
  const client = yard.account().client(CloudFormationClient);
  const TemplateBody = JSON.stringify({ Transform: "AWS::LanguageExtensions", Resources });
  const reason = await rollbackReason(client, { StackName: "bad", TemplateBody, Capabilities });
  expect(reason).toContain("Transform AWS::LanguageExtensions failed with: ");
  expect(reason).toContain(message);
});

test("what transforms do wrong shows in the background: a stack is rolled back, and an update brings it back to what it was", async () => {
  const client = yard.account().client(CloudFormationClient);
  const loop = (Name: string) =>
    JSON.stringify({
      Transform: "AWS::LanguageExtensions",
      Resources: {
        "Fn::ForEach::L": ["Name", [Name], { "T${Name}": { ...TOPIC, Properties: { DisplayName: Name } } }],
      },
    });
  // AWS: "Transform ... failed with: ... Rollback requested by user.", as observed.
  expect(await rollbackReason(client, { StackName: "bad", TemplateBody: loop("no-name"), Capabilities })).toMatch(
    / ROLLBACK_IN_PROGRESS: .* Rollback requested by user\.$/s,
  );
  expect((await stackOf(client, "bad"))?.StackStatus).toBe("ROLLBACK_COMPLETE");

  await deploy(client, "good", loop("a"));
  await client.send(new UpdateStackCommand({ StackName: "good", TemplateBody: loop("no-name"), Capabilities }));
  await yard.yard.context.jobs.settled();
  expect((await stackOf(client, "good"))?.StackStatus).toBe("UPDATE_ROLLBACK_COMPLETE");
  expect(await resourcesOf(client, "good")).toEqual(["Ta"]);
  await client.send(new UpdateStackCommand({ StackName: "good", TemplateBody: loop("b"), Capabilities }));
  await yard.yard.context.jobs.settled();
  expect(await resourcesOf(client, "good")).toEqual(["Tb"]);
});

test("without the transform its functions are none; with it a template must be acknowledged", async () => {
  const client = yard.account().client(CloudFormationClient);
  for (const value of [{ "Fn::ToJsonString": {} }, { "Fn::FindInMap": ["M", "a", "b", { DefaultValue: "c" }] }]) {
    const Resources = { T: { ...TOPIC, Properties: { TopicName: value } } };
    const TemplateBody = JSON.stringify({ Mappings: { M: { a: { b: "x" } } }, Resources });
    const error = await errorOf(client.send(new ValidateTemplateCommand({ TemplateBody })));
    expect(error).toMatchObject({ name: "ValidationError", message: expect.stringContaining("Template error: ") });
  }
  const create = new CreateStackCommand({ StackName: "loops", TemplateBody: LOOPS });
  expect(await errorOf(client.send(create))).toMatchObject({
    name: "InsufficientCapabilitiesException",
    message: expect.stringContaining("CAPABILITY_AUTO_EXPAND"),
  });
  const summary = await client.send(new GetTemplateSummaryCommand({ TemplateBody: LOOPS }));
  expect(summary).toMatchObject({
    ResourceTypes: ["AWS::SNS::Topic", "AWS::SQS::Queue"],
    DeclaredTransforms: ["AWS::LanguageExtensions"],
  });
  // Looking at a template needs no values: one whose loops wait for them is told as it is written.
  const waiting = LOOPS.replace(', Default: "success,failure"', "");
  const { DeclaredTransforms, Parameters } = await client.send(new ValidateTemplateCommand({ TemplateBody: waiting }));
  expect(DeclaredTransforms).toEqual(["AWS::LanguageExtensions"]);
  expect(Parameters?.map(({ ParameterKey, DefaultValue }) => [ParameterKey, DefaultValue])).toEqual([
    ["Names", undefined],
    ["Keep", "Retain"],
  ]);
  // What is wrong in a loop has the place where the loop has it.
  const line = LOOPS.split("\n").findIndex((text) => text.includes("Fn::ForEach::Times")) - 3;
  const wrong = LOOPS.replace("VisibilityTimeout,", "Visibility,");
  const { message } = await errorOf(client.send(new ValidateTemplateCommand({ TemplateBody: wrong })));
  const [, at = ""] = /extraneous key \[Visibility\] is not permitted \(template\.yaml:(\d+):\d+\)/.exec(message) ?? [];
  expect(Math.abs(Number(at) - line)).toBeLessThanOrEqual(2);
});

test("a piece of a template comes from an object, with a parameter's word on its place", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  const s3 = account.client(S3Client);
  const Bucket = `pieces-${account.account}`;
  const put = (Key: string, Body: string): Promise<unknown> => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  await s3.send(new CreateBucketCommand({ Bucket }));
  await put("topic.yaml", "TopicName: from-s3\nDisplayName: { Ref: Shown }");
  await put("rest.yaml", "Outputs: { Name: { Value: { Fn::GetAtt: [Topic, TopicName] } } }");
  await put("broken.yaml", "a: [");
  const templateOf = (key: string): string =>
    JSON.stringify({
      Transform: { Name: "AWS::Include", Parameters: { Location: `s3://${Bucket}/rest.yaml` } },
      Parameters: { Shown: { Type: "String" }, Where: { Type: "String", Default: Bucket } },
      Resources: {
        Topic: {
          Type: "AWS::SNS::Topic",
          Properties: {
            DisplayName: "given",
            "Fn::Transform": {
              Name: "AWS::Include",
              Parameters: { Location: { "Fn::Sub": `s3://\${Where}/${key}` } },
            },
          },
        },
      },
    });
  const Parameters = [{ ParameterKey: "Shown", ParameterValue: "Hello" }];
  await deploy(client, "pieces", templateOf("topic.yaml"), { Parameters });
  expect(await stackOf(client, "pieces")).toMatchObject({
    StackStatus: "CREATE_COMPLETE",
    Outputs: [{ OutputKey: "Name", OutputValue: "from-s3" }],
  });
  const { Resources } = await processed(client, "pieces");
  expect(Resources["Topic"]?.Properties).toEqual({ TopicName: "from-s3", DisplayName: { Ref: "Shown" } });

  for (const [key, message] of [
    ["broken.yaml", "Transform AWS::Include failed with: The specified S3 object's content should be valid Yaml/JSON"],
    ["missing.yaml", "Transform AWS::Include failed with: The specified key does not exist."],
  ] as const) {
    const request = { StackName: key.split(".")[0], TemplateBody: templateOf(key), Parameters, Capabilities };
    expect(await rollbackReason(client, request)).toContain(message);
  }
});

const MACRO = `
exports.handler = async (event) => {
  const { fragment, params, templateParameterValues, requestId, transformId, accountId, region } = event;
  if (params.Fail === "words") return { requestId, status: "failure", errorMessage: "no, thanks" };
  if (params.Fail === "form") return { status: "success" };
  if (params.Fail === "throw") throw new Error("thrown");
  const Description = JSON.stringify({ transformId, accountId, region, templateParameterValues });
  const changed = params.Whole ? { Description } : { DisplayName: params.Shout + "!" };
  return { requestId, status: "success", fragment: { ...fragment, ...changed } };
};`;
const TRUST = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
};
const DECLARES_MACRO = JSON.stringify({
  Resources: {
    Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: TRUST } },
    Worker: {
      Type: "AWS::Lambda::Function",
      Properties: {
        FunctionName: "macro-worker",
        Role: { "Fn::GetAtt": ["Role", "Arn"] },
        Runtime: "nodejs22.x",
        Handler: "index.handler",
        Timeout: 30,
        Code: { ZipFile: MACRO },
      },
    },
    Macro: {
      Type: "AWS::CloudFormation::Macro",
      Properties: { Name: "Loud", FunctionName: { "Fn::GetAtt": ["Worker", "Arn"] } },
    },
  },
});

test("a macro's function processes a piece of a template and all of it; its failures are told", async () => {
  const account = yard.account();
  const client = account.client(CloudFormationClient);
  await deploy(client, "macros", DECLARES_MACRO, { Capabilities: ["CAPABILITY_IAM"] });
  expect((await stackOf(client, "macros"))?.StackStatus).toBe("CREATE_COMPLETE");
  // The name is taken, for every stack.
  const second = { Type: "AWS::CloudFormation::Macro", Properties: { Name: "Loud", FunctionName: "macro-worker" } };
  await deploy(client, "second", JSON.stringify({ Resources: { Macro: second } }));
  expect((await stackOf(client, "second"))?.StackStatus).toBe("ROLLBACK_COMPLETE");

  const templateOf = (inner: object, outer: object = { Whole: true }, name = "Loud"): string =>
    JSON.stringify({
      Transform: [{ Name: name, Parameters: outer }],
      Parameters: { Word: { Type: "String", Default: "hello" }, Words: { Type: "CommaDelimitedList", Default: "a,b" } },
      Resources: {
        Topic: {
          ...TOPIC,
          Properties: { TopicName: "loud", "Fn::Transform": { Name: "Loud", Parameters: inner } },
        },
      },
    });
  await deploy(client, "loud", templateOf({ Shout: { Ref: "Word" } }));
  const { Resources, Description } = await processed(client, "loud");
  expect(Resources["Topic"]?.Properties).toEqual({ TopicName: "loud", DisplayName: "hello!" });
  expect(JSON.parse(String(Description))).toEqual({
    transformId: `${account.account}::Loud`,
    accountId: account.account,
    region: await client.config.region(),
    templateParameterValues: { Word: "hello", Words: ["a", "b"] },
  });

  // Looking at a template runs no macro: the one that throws is not heard of. What it has made of a stack's is known.
  const looked = await client.send(new GetTemplateSummaryCommand({ TemplateBody: templateOf({ Fail: "throw" }) }));
  expect(looked).toMatchObject({ DeclaredTransforms: ["Loud"], ResourceTypes: ["AWS::SNS::Topic"] });
  expect(await client.send(new GetTemplateSummaryCommand({ StackName: "loud" }))).toMatchObject({
    ResourceTypes: ["AWS::SNS::Topic"],
  });

  const failureOf = async (TemplateBody: string): Promise<string> => {
    const request = { StackName: "bad", ChangeSetName: "bad", ChangeSetType: "CREATE" as const, TemplateBody };
    // AWS: the change set fails, in the background.
    await client.send(new CreateChangeSetCommand(request));
    const changeSet = await client.send(new DescribeChangeSetCommand(request));
    expect(changeSet).toMatchObject({ Status: "FAILED", ExecutionStatus: "UNAVAILABLE" });
    return String(changeSet.StatusReason);
  };
  const failed = `Transform ${account.account}::Loud failed with: `;
  expect(await failureOf(templateOf({ Fail: "words" }))).toContain(`${failed}no, thanks`);
  expect(await failureOf(templateOf({ Fail: "form" }))).toContain("Received malformed response from transform");
  expect(await failureOf(templateOf({ Fail: "throw" }))).toContain("thrown");
  expect(await failureOf(templateOf({}, {}, "Quiet"))).toBe(`No transform named ${account.account}::Quiet found.`);
  const throttled = { FunctionName: "macro-worker", ReservedConcurrentExecutions: 0 };
  await account.client(LambdaClient).send(new PutFunctionConcurrencyCommand(throttled));
  expect(await failureOf(templateOf({ Shout: "x" }))).toContain(`${failed}Rate Exceeded`);
});
