// Plans against the embedded cloud, over HTTP with the real SDK: each is a rehearsal on a fork of a running yard.

import { rmSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  waitUntilStackCreateComplete,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBuilder } from "../../src/delivery/build/build.ts";
import type { ControlConnection } from "../../src/delivery/cloud/control-client.ts";
import { resolveLocalTarget } from "../../src/delivery/cloud/resolve-local-target.ts";
import { clientConfig, FAST_POLLING } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import type { DeployResult } from "../../src/delivery/deploy/events.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { applyPlan } from "../../src/delivery/plan/apply-plan.ts";
import { loadPlan, savePlan } from "../../src/delivery/plan/saved-plan.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { makePlan } from "../../src/delivery/plan/make-plan.ts";
import { planOnAws } from "../../src/delivery/plan/plan-on-aws.ts";
import type { Plan } from "../../src/delivery/plan/plan.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Environment, System } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { sharedYard, testYard } from "../../src/testing/harness.ts";

interface Place {
  readonly connection: ControlConnection;
  readonly folder: string;
  load(): Promise<{ system: System; environment: Environment; target: Target; connection: ControlConnection }>;
}

let places = 0;

/** A folder with a system whose environment is an account of its own. */
async function place(files: Readonly<Record<string, string>>, config: string): Promise<Place> {
  const yard = await sharedYard();
  places += 1;
  const account = `plan-${process.pid}-${places}`;
  const folder = makeFolder({
    "stackyard.config.ts": `export default { name: "shop", ${config} environments: { dev: { account: "${account}" } } };`,
    ...files,
  });
  const connection = { origin: yard.origin, credentials: yard.controlKey };
  return {
    connection,
    folder,
    async load() {
      const { system } = await loadSystem(folder);
      const environment = requireEnvironment(system, undefined);
      const target = await resolveLocalTarget(system, environment, connection);
      return { system, environment, target, connection };
    },
  };
}

async function deployed(where: Place): Promise<void> {
  const result = await deploy(await where.load()).result;
  if (!result.isComplete) throw new Error(JSON.stringify(result.units));
}

async function plan(where: Place): Promise<Plan> {
  return makePlan(await where.load());
}

const QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { VisibilityTimeout: 30 }\n";

const TOPIC = `Resources:
  Topic: { Type: AWS::SNS::Topic }
Outputs:
  TopicArn: { Value: !Ref Topic, Export: { Name: payments } }
`;

const READER = `Resources:
  Queue: { Type: AWS::SQS::Queue }
  Policy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues: [!Ref Queue]
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: { Service: sns.amazonaws.com }
            Action: sqs:SendMessage
            Resource: !GetAtt Queue.Arn
            Condition: { ArnEquals: { "aws:SourceArn": !ImportValue payments } }
  Subscription:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !ImportValue payments
      Protocol: sqs
      Endpoint: !GetAtt Queue.Arn
Outputs:
  Url: { Value: !Ref Queue }
`;
const RENAMED = "payment-events";

const TABLE = `Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema: [{ AttributeName: id, KeyType: HASH }]
`;

const HANDLER = (handler: string): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
  Handler:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: ${handler}, Runtime: nodejs20.x, Handler: src/handler.handler, Role: !GetAtt Role.Arn, Code: . }
`;

function verdicts(found: Plan, verdict: string): unknown[] {
  return found.edges
    .filter((each) => each.verdict === verdict)
    .map(({ from, to, subject }) => `${from} reads ${subject} of ${to}`);
}

async function apply(
  where: Place,
  saved: Plan,
  allowsDataLoss = false,
  onEvent?: () => Promise<void>,
): Promise<DeployResult> {
  const options = await where.load();
  const builder = createBuilder(where.folder);
  try {
    const run = applyPlan({ ...options, plan: saved, builder, allowsDataLoss });
    for await (const _ of run.events) await onEvent?.();
    return await run.result;
  } finally {
    await builder.dispose();
  }
}

async function outputOf(where: Place, stack: string, name: string): Promise<string> {
  const { target } = await where.load();
  const client = new CloudFormationClient(clientConfig(target));
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }));
  return Stacks?.[0]?.Outputs?.find((each) => each.OutputKey === name)?.OutputValue ?? "";
}

async function exportsOf(where: Place): Promise<string[]> {
  const { target } = await where.load();
  const { Exports = [] } = await new CloudFormationClient(clientConfig(target)).send(new ListExportsCommand({}));
  return Exports.map((each) => each.Name ?? "").sort();
}

describe("plan", () => {
  // Goal: a plan may be about some units only, and its application is about them, too. Method: two changed units, one selected.
  test("is about the selected units", async () => {
    const where = await place({ "a/template.yaml": QUEUE, "b/template.yaml": QUEUE }, "units: { a: {}, b: {} },");
    await deployed(where);
    for (const unit of ["a", "b"]) writeInto(where.folder, `${unit}/template.yaml`, QUEUE.replace("30", "45"));
    const options = { ...(await where.load()), only: ["b"] };
    const made = await makePlan(options);
    expect(made.units.map((each) => [each.unit, each.action])).toEqual([
      ["a", "unchanged"],
      ["b", "update"],
    ]);
    expect(made.units[0]?.reason).toBe("It is not among the selected units.");
    const builder = createBuilder(where.folder);
    onTestFinished(() => builder.dispose());
    const { units } = await applyPlan({ ...options, plan: made, builder, allowsDataLoss: false }).result;
    expect(units.map((each) => [each.unit, each.outcome])).toEqual([["b", "deployed"]]);
  });

  // Goal: a changed property is shown with its value before and after, the other units as unchanged, and nothing of it
  // happens in the environment. Method: change one of two queues, plan, and plan again.
  test("shows what changes and leaves the environment alone", async () => {
    const where = await place({ "a/template.yaml": QUEUE, "b/template.yaml": QUEUE }, "");
    await deployed(where);
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "45"));
    const first = await plan(where);
    expect(first.units.map((each) => [each.unit, each.action])).toEqual([
      ["a", "update"],
      ["b", "unchanged"],
    ]);
    expect(first.units[0]?.resources).toMatchObject([
      {
        action: "change",
        logicalId: "Queue",
        properties: [{ path: "VisibilityTimeout", before: 30, after: 45, isReplacing: false }],
        position: { file: "a/template.yaml", line: 4 },
      },
    ]);
    expect(first.isSafe).toBe(true);
    const second = await plan(where);
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
  });

  // Goal: a change of one line of a handler concerns its unit only. Method: two units with a function each.
  test("rehearses only the unit whose handler changed", async () => {
    const code = (value: number): string => `export const handler = async () => ${value};`;
    const where = await place(
      {
        "a/template.yaml": HANDLER("plan-a"),
        "a/src/handler.ts": code(1),
        "b/template.yaml": HANDLER("plan-b"),
        "b/src/handler.ts": code(1),
      },
      "",
    );
    await deployed(where);
    writeInto(where.folder, "a/src/handler.ts", code(2));
    const found = await plan(where);
    expect(found.units.map((each) => [each.unit, each.action])).toEqual([
      ["a", "update"],
      ["b", "unchanged"],
    ]);
    expect(found.units[0]?.resources.map((each) => [each.action, each.logicalId, each.properties[0]?.path])).toEqual([
      ["change", "Handler", "Code.S3Key"],
    ]);
    expect(found.isSafe).toBe(true);
  });

  // Goal: an export that two units import is renamed: both readers are named with their lines, and the plan has the old
  // export beside the new one until they have changed. Method: rename it in the exporter only; apply the plan.
  test("names the readers of a renamed export, and keeps it for them", async () => {
    const where = await place(
      { "payment/template.yaml": TOPIC, "user/template.yaml": READER, "course/template.yaml": READER },
      "",
    );
    await deployed(where);
    writeInto(where.folder, "payment/template.yaml", TOPIC.replace("Name: payments", `Name: ${RENAMED}`));
    const found = await plan(where);
    expect(found.isSafe).toBe(false);
    const breaking = found.edges.filter((each) => each.verdict === "BREAKS");
    expect(breaking).toMatchObject([
      { from: "course", to: "payment", subject: 'export "payments"' },
      { from: "user", to: "payment", subject: 'export "payments"' },
    ]);
    expect(breaking[0]?.places.map((each) => each.position?.line)).toEqual([13, 17]);
    expect(found.phases).toMatchObject([
      { kind: "deploy", units: ["payment"], kept: [{ outputs: ["TopicArn"], waitsFor: ["course", "user"] }] },
    ]);
    expect((await apply(where, found)).isComplete).toBe(true);
    expect(await exportsOf(where)).toEqual([RENAMED, "payments"]);
  });

  // Goal: where the readers change in the same release, the plan has two phases, breaks nothing, and loses no message.
  // Method: rename the export everywhere, publish at every step of both phases, count what arrives.
  test("renames an export in two phases while messages flow", { timeout: 60_000 }, async () => {
    const where = await place(
      { "payment/template.yaml": TOPIC, "user/template.yaml": READER, "course/template.yaml": READER },
      "",
    );
    await deployed(where);
    const rename = (text: string): string => text.replaceAll("payments", RENAMED);
    writeInto(where.folder, "payment/template.yaml", rename(TOPIC));
    writeInto(where.folder, "user/template.yaml", rename(READER));
    writeInto(where.folder, "course/template.yaml", rename(READER));
    const found = await plan(where);
    expect(verdicts(found, "BREAKS")).toEqual([]);
    expect(verdicts(found, "PROVED")).toEqual(
      expect.arrayContaining(['course reads export "payments" of payment', 'user reads export "payments" of payment']),
    );
    expect(found.phases.map((each) => each.title)).toEqual([
      'Deploy the release, and keep what is still read of "payment"',
      'Drop what nobody reads any more from "payment"',
    ]);
    expect(found.isSafe).toBe(true);

    const { target } = await where.load();
    const sns = new SNSClient(clientConfig(target));
    const sqs = new SQSClient(clientConfig(target));
    const topic = await outputOf(where, "shop-dev-payment", "TopicArn");
    const published: string[] = [];
    // A message at every step of the deployment, however long that takes.
    const result = await apply(where, found, false, async () => {
      const { MessageId = "" } = await sns.send(new PublishCommand({ TopicArn: topic, Message: "paid" }));
      published.push(MessageId);
    });
    expect(result.isComplete).toBe(true);
    expect(await exportsOf(where)).toEqual([RENAMED]);
    expect(published.length).toBeGreaterThan(2);

    for (const unit of ["user", "course"]) {
      const queue = await outputOf(where, `shop-dev-${unit}`, "Url");
      const arrived = new Set<string>();
      while (arrived.size < published.length) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, WaitTimeSeconds: 5 }),
        );
        // Nothing for five seconds: what has not arrived by now is lost.
        if (Messages.length === 0) break;
        for (const { Body = "{}" } of Messages) arrived.add((JSON.parse(Body) as { MessageId: string }).MessageId);
      }
      expect([...arrived].sort()).toEqual([...published].sort());
    }
  });

  // Goal: a plan that was interrupted in its first phase goes on when it is applied again. Method: interrupt after the first
  // unit, apply again, look at the exports.
  test("goes on with an interrupted plan", async () => {
    const where = await place({ "payment/template.yaml": TOPIC, "user/template.yaml": READER }, "");
    await deployed(where);
    writeInto(where.folder, "payment/template.yaml", TOPIC.replaceAll("payments", RENAMED));
    writeInto(where.folder, "user/template.yaml", READER.replaceAll("payments", RENAMED));
    const found = await plan(where);
    const options = await where.load();
    const builder = createBuilder(where.folder);
    onTestFinished(() => builder.dispose());
    const controller = new AbortController();
    const run = applyPlan({ ...options, plan: found, builder, allowsDataLoss: false, signal: controller.signal });
    for await (const event of run.events) if (event.type === "unit-started") controller.abort();
    expect((await run.result).isComplete).toBe(false);
    expect(await exportsOf(where)).toEqual([RENAMED, "payments"]);
    expect((await apply(where, found)).isComplete).toBe(true);
    expect(await exportsOf(where)).toEqual([RENAMED]);
    // A plan that was applied to its end has nothing left to do.
    expect(await apply(where, found)).toMatchObject({ isComplete: true, units: [] });
  });

  // Goal: the post-deploy tests run on a full fork, and one that fails makes the plan unsafe. Method: a test command that
  // looks for a file.
  test("runs the tests on the fork", async () => {
    const where = await place({ "a/template.yaml": QUEUE }, 'units: { a: { tests: ["test -f passes"] } },');
    writeInto(where.folder, "a/passes", "");
    await deployed(where);
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "45"));
    const good = await makePlan({ ...(await where.load()), runsTests: true });
    expect(good).toMatchObject({ isSafe: true, tests: { isPassed: true, tests: [{ name: "test -f passes" }] } });
    rmSync(join(where.folder, "a/passes"));
    const bad = await makePlan({ ...(await where.load()), runsTests: true });
    expect(bad).toMatchObject({ isSafe: false, tests: { isPassed: false } });
  });

  // Goal: nothing is left of a rehearsal, also of one that was interrupted. Method: plan, interrupt a plan, list the forks.
  test("drops its forks", async () => {
    const where = await place({ "a/template.yaml": QUEUE }, "");
    const controller = new AbortController();
    controller.abort();
    await makePlan({ ...(await where.load()), signal: controller.signal });
    await plan(where);
    const yard = await sharedYard();
    expect(yard.forks.list().filter((each) => each.name.startsWith("plan-"))).toEqual([]);
  });

  // Goal: a replaced table is data loss, which a deployment refuses unless it is allowed. Method: another key, and the
  // same with a policy that retains.
  test("flags a replaced table", async () => {
    const where = await place({ "a/template.yaml": TABLE }, "");
    await deployed(where);
    const rekeyed = TABLE.replaceAll("AttributeName: id", "AttributeName: key");
    writeInto(where.folder, "a/template.yaml", rekeyed);
    const found = await plan(where);
    expect(found.isSafe).toBe(false);
    expect(found.dataLoss).toMatchObject([
      {
        unit: "a",
        logicalId: "Table",
        action: "replace",
        because: "It is replaced because of KeySchema.0.AttributeName.",
        position: { file: "a/template.yaml" },
      },
    ]);
    await expect(apply(where, found)).rejects.toMatchObject({ code: "ERR_DATA_LOSS" });
    writeInto(
      where.folder,
      "a/template.yaml",
      rekeyed.replace("DynamoDB::Table", "DynamoDB::Table\n    UpdateReplacePolicy: Retain"),
    );
    expect((await plan(where)).dataLoss).toEqual([]);
  });

  // Goal: a table that goes to another unit, and gets another name there, is moved and not made anew: its rows stay, its
  // export goes along while others read it. Method: put a row, move the table, apply the plan, read the row.
  test("moves a table between units with its rows", async () => {
    const table = (id: string): string => TABLE.replace("Table:", `${id}:`);
    const given = (id: string): string => `Outputs:\n  Name: { Value: !Ref ${id}, Export: { Name: the-table } }\n`;
    const other = "  Queue: { Type: AWS::SQS::Queue }\n";
    const where = await place(
      {
        "a/template.yaml": `${table("Table")}${other}${given("Table")}`,
        "b/template.yaml": QUEUE,
        "c/template.yaml":
          "Resources:\n  Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !ImportValue the-table } }\n",
      },
      "units: { a: {}, b: {}, c: {} },",
    );
    await deployed(where);
    const { target } = await where.load();
    const dynamo = new DynamoDBClient(clientConfig(target));
    const name = await outputOf(where, "shop-dev-a", "Name");
    await dynamo.send(new PutItemCommand({ TableName: name, Item: { id: { S: "kept" } } }));

    writeInto(where.folder, "a/template.yaml", `Resources:\n${other}`);
    writeInto(
      where.folder,
      "b/template.yaml",
      `${table("Moved")}${QUEUE.replace("Resources:\n", "")}${given("Moved")}`,
    );
    const found = await plan(where);
    expect(found.phases.map((each) => each.kind)).toEqual(["move", "deploy"]);
    expect(found.dataLoss).toEqual([]);
    expect(verdicts(found, "BREAKS")).toEqual([]);
    expect(found.units.find((each) => each.unit === "b")?.resources).toMatchObject([
      { action: "move", logicalId: "Moved", physicalId: { after: name }, from: { unit: "a", logicalId: "Table" } },
    ]);
    expect(found.isSafe).toBe(true);
    expect((await apply(where, found)).isComplete).toBe(true);
    expect(await outputOf(where, "shop-dev-b", "Name")).toBe(name);
    const { Item } = await dynamo.send(new GetItemCommand({ TableName: name, Key: { id: { S: "kept" } } }));
    expect(Item).toEqual({ id: { S: "kept" } });
    expect((await plan(where)).units.map((each) => each.action)).toEqual(["unchanged", "unchanged", "unchanged"]);
  });

  // Goal: another logical id is no reason to lose a table. Method: rename it, with what refers to it, in its unit.
  test("keeps a table whose logical id changes", async () => {
    const reader = (id: string): string =>
      `  Reader: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !GetAtt ${id}.Arn } }\n`;
    const where = await place({ "a/template.yaml": `${TABLE}${reader("Table")}` }, "");
    await deployed(where);
    writeInto(where.folder, "a/template.yaml", `${TABLE.replace("Table:", "Renamed:")}${reader("Renamed")}`);
    const found = await plan(where);
    expect(found.phases.map((each) => each.kind)).toEqual(["move", "deploy"]);
    expect(found.units[0]?.resources.map((each) => [each.action, each.logicalId])).toEqual([["move", "Renamed"]]);
    expect(found.isSafe).toBe(true);
    expect((await apply(where, found)).isComplete).toBe(true);
    expect((await plan(where)).units[0]?.action).toBe("unchanged");
  });

  // Goal: access that a policy grants newly is shown, with the wildcards marked; what it granted before is not. Method: a
  // role that gets more.
  test("shows new access", async () => {
    const role = (more: string): string => `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
      Policies:
        - PolicyName: all
          PolicyDocument:
            Statement:
              - { Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:orders" }
${more}`;
    const where = await place({ "a/template.yaml": role("") }, "");
    await deployed(where);
    writeInto(
      where.folder,
      "a/template.yaml",
      role('              - { Effect: Allow, Action: "s3:*", Resource: "*" }\n'),
    );
    const found = await plan(where);
    expect(found.access).toMatchObject([
      {
        unit: "a",
        principal: "role Role",
        actions: ["s3:*"],
        resources: ["*"],
        flags: ["wildcard-action", "wildcard-resource"],
        position: { file: "a/template.yaml", line: 2 },
      },
    ]);
  });

  // Goal: readers that no import shows are found: a name in another unit's variables, a literal in another unit's code.
  // Method: remove a queue whose URL and name stand there.
  test("finds readers in resolved properties and in code", async () => {
    const queue =
      "Resources:\n  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: orders-to-pack } }\n  Other: { Type: AWS::SQS::Queue }\n";
    const where = await place(
      {
        "a/template.yaml": queue,
        "b/template.yaml": HANDLER("plan-c"),
        "b/src/handler.ts": 'const queue = "orders-to-pack";\nexport const handler = async () => queue;',
        "d/template.yaml": HANDLER("plan-d"),
        "d/src/handler.ts":
          'import { GetQueueUrlCommand } from "@aws-sdk/client-sqs";\nexport const handler = async (name: string) => new GetQueueUrlCommand({ QueueName: name });',
        "c/template.yaml":
          "Resources:\n  Parameter:\n    Type: AWS::SSM::Parameter\n    Properties:\n      Type: String\n      Value: !Sub arn:aws:sqs:${AWS::Region}:${AWS::AccountId}:orders-to-pack\n",
      },
      "units: { a: {}, b: {}, c: {}, d: {} },",
    );
    await deployed(where);
    const { target } = await where.load();
    await new SSMClient(clientConfig(target)).send(
      new PutParameterCommand({ Name: "/by-hand", Type: "String", Value: "orders-to-pack" }),
    );
    writeInto(where.folder, "a/template.yaml", "Resources:\n  Other: { Type: AWS::SQS::Queue }\n");
    const found = await plan(where);
    const breaking = found.edges.filter((each) => each.verdict === "BREAKS");
    expect(breaking).toMatchObject([
      {
        from: "b",
        to: "a",
        subject: 'resource "Queue"',
        places: [{ kind: "code", position: { file: "b/src/handler.ts", line: 1 } }],
      },
      {
        from: "c",
        to: "a",
        subject: 'resource "Queue"',
        places: [{ kind: "property", what: "Parameter.Value", position: { file: "c/template.yaml", line: 6 } }],
      },
      { from: "/by-hand", fromKind: "parameter", to: "a", subject: 'resource "Queue"' },
    ]);
    expect(found.edges.filter((each) => each.verdict === "UNKNOWN")).toMatchObject([
      { from: "d", to: "a", places: [{ what: "Handler: GetQueueUrlCommand", position: { file: "d/src/handler.ts" } }] },
    ]);
  });

  // Goal: a saved plan is applied as it is, with its hash in the release's record, and refused once environment or sources
  // have moved. Method: save, change either, apply.
  test("applies a saved plan, or refuses it", async () => {
    const where = await place({ "a/template.yaml": QUEUE }, "");
    await deployed(where);
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "45"));
    const file = join(where.folder, "plan.json");
    await savePlan(await plan(where), file);
    const saved = await loadPlan(file);

    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "46"));
    await expect(apply(where, saved)).rejects.toMatchObject({
      code: "ERR_PLAN_STALE",
      message: expect.stringContaining('The sources of unit "a"'),
    });
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "45"));
    const result = await apply(where, saved);
    expect(result.isComplete).toBe(true);
    const { target } = await where.load();
    const session = openSession({ place: { system: "shop", environment: "dev" }, target });
    onTestFinished(() => session.close());
    expect((await session.releases.current()).record).toMatchObject({ number: result.release, plan: saved.hash });
    writeInto(where.folder, "a/template.yaml", QUEUE.replace("30", "47"));
    await deployed(where);
    await expect(apply(where, saved)).rejects.toMatchObject({ code: "ERR_PLAN_STALE" });
  });

  // Goal: a release for AWS is rehearsed on a twin with the same account and stacks, and AWS is asked by change sets, which
  // are gone afterwards; what it cannot say yet, or would do otherwise, is part of the plan. Method: a second yard stands in
  // for AWS, in which a stack outside the system imports what is renamed.
  test("rehearses a release for AWS on a twin", async () => {
    const aws = await testYard();
    onTestFinished(() => aws.stop());
    const account = aws.account();
    const where = await place({ "payment/template.yaml": TOPIC, "user/template.yaml": READER }, "");
    const local = await where.load();
    const environment: Environment = { name: "dev", target: "aws", account: account.account, region: account.region };
    const target: Target = {
      kind: "aws",
      region: account.region,
      account: account.account,
      endpoint: aws.origin,
      credentials: account.config.credentials,
      polling: FAST_POLLING,
    };
    const there = { ...local, environment, target };
    expect((await deploy(there).result).isComplete).toBe(true);
    const client = account.client(CloudFormationClient);
    await client.send(
      new CreateStackCommand({
        StackName: "foreign",
        TemplateBody: JSON.stringify({
          Resources: {
            Parameter: {
              Type: "AWS::SSM::Parameter",
              Properties: { Type: "String", Value: { "Fn::ImportValue": "payments" } },
            },
          },
        }),
      }),
    );
    await waitUntilStackCreateComplete({ client, maxWaitTime: 20, minDelay: 1 }, { StackName: "foreign" });

    const rename = (text: string): string => text.replaceAll("payments", RENAMED);
    writeInto(where.folder, "payment/template.yaml", rename(TOPIC));
    writeInto(
      where.folder,
      "user/template.yaml",
      rename(READER).replace("AWS::SQS::Queue }", "AWS::SQS::Queue, Properties: { DelaySeconds: 1 } }"),
    );
    const { system } = await where.load();
    const found = await planOnAws({ ...there, system });
    expect(found).toMatchObject({ account: account.account, environment: "dev" });
    expect(found.units.map((each) => [each.unit, each.action])).toEqual([
      ["payment", "update"],
      ["user", "update"],
    ]);
    expect(found.units[1]?.resources).toMatchObject([{ logicalId: "Queue", action: "change" }]);
    expect(verdicts(found, "BREAKS")).toEqual(['foreign reads export "payments" of payment']);
    expect(found.comparison).toEqual([
      { unit: "user", rehearsed: "update", real: expect.stringContaining("cannot be asked before") },
    ]);
    expect(Object.keys(found.basis.stacks).sort()).toEqual(["shop-dev-payment", "shop-dev-user"]);
    const { Summaries } = await client.send(new ListChangeSetsCommand({ StackName: "shop-dev-user" }));
    expect(Summaries?.filter((each) => each.ExecutionStatus === "AVAILABLE")).toEqual([]);
  });
});
