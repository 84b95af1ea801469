// Goal: the tool may die at any moment of a release, and running it again is all that it takes: the end is that of a
// release which nobody disturbed. Method: a proxy ends the real process with `kill -9` at every call that changes anything,
// each time on a fork of its own; then the command runs again, and what is there is compared with an undisturbed run: templates,
// outputs, live resources of all services, the functions' code, data, records. A release from nothing, a release that changes
// and adds, a rollback, and a destruction.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ApiGatewayV2Client, GetApisCommand } from "@aws-sdk/client-apigatewayv2";
import {
  CloudFormationClient,
  GetTemplateCommand,
  ListChangeSetsCommand,
  paginateDescribeStacks,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import {
  DescribeTableCommand,
  DynamoDBClient,
  paginateListTables,
  paginateScan,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { IAMClient, paginateListRoles } from "@aws-sdk/client-iam";
import { LambdaClient, paginateListEventSourceMappings, paginateListFunctions } from "@aws-sdk/client-lambda";
import { paginateListSubscriptions, paginateListTopics, SNSClient } from "@aws-sdk/client-sns";
import { paginateListQueues, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlClient } from "../../src/delivery/cloud/control-client.ts";
import type { ControlClient } from "../../src/delivery/cloud/control-client.ts";
import { FAST_POLLING } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { commandLine, type RunningServer } from "../real/command-line.ts";
import { cuttingProxy } from "../real/cutting-proxy.ts";
import { copySixUnits } from "../real/learning-platform.ts";
import { report } from "../real/report.ts";

const PLACE = { system: "learning-platform", environment: "dev" };
/** How many trials at a time: as many as there are processors on the smallest machine. */
const PARALLEL = 2;
/** All steps take five minutes. A third of them is tried where nothing else is said, the same each time and scattered over all units. */
const TRIES_ALL = process.env["RELEASE_STEPS"] === "all";

const cli = commandLine();
const directory = copySixUnits(cli);
let server: RunningServer;
let control: ControlClient;
let credentials: { accessKeyId: string; secretAccessKey: string };
let forks = 0;

beforeAll(async () => {
  server = await cli.serve();
  const info = JSON.parse(readFileSync(join(cli.stateDir, "server.json"), "utf8")) as Record<string, string>;
  credentials = {
    accessKeyId: info["controlAccessKeyId"] ?? "",
    secretAccessKey: info["controlSecretAccessKey"] ?? "",
  };
  control = createControlClient({ origin: server.origin, credentials });
  // Before the forks, so that all of them have one and the same account.
  await control.ensureAccount("learning-platform-dev");
});

afterAll(() => cli.dispose());

/** A world of its own, and a state folder in which the command finds it behind a proxy. */
async function world(parent: ControlClient): Promise<World> {
  forks += 1;
  const name = `trial-${forks}`;
  const { address } = await parent.createFork({ name, isQuiet: true });
  const proxy = await cuttingProxy(address);
  const home = join(cli.folder, name);
  mkdirSync(home, { mode: 0o700 });
  const info = { pid: server.pid, origin: proxy.origin, ...controlKeys() };
  writeFileSync(join(home, "server.json"), JSON.stringify(info));
  return {
    address,
    proxy,
    environment: { STACKYARD_HOME: home },
    async drop() {
      proxy.close();
      await parent.dropFork(name);
    },
  };
}

interface World {
  readonly address: string;
  readonly proxy: Awaited<ReturnType<typeof cuttingProxy>>;
  readonly environment: { readonly STACKYARD_HOME: string };
  drop(): Promise<void>;
}

function controlKeys(): Record<string, string> {
  return { controlAccessKeyId: credentials.accessKeyId, controlSecretAccessKey: credentials.secretAccessKey };
}

async function targetAt(address: string): Promise<Target> {
  const there = createControlClient({ origin: address, credentials });
  const { account, region, accessKeyId, secretAccessKey } = await there.ensureAccount("learning-platform-dev");
  const keys = { accessKeyId, secretAccessKey };
  return { kind: "local", region, account, endpoint: address, credentials: keys, polling: FAST_POLLING };
}

/** All that is there, with generated names replaced by the logical ids that they belong to. */
async function snapshot(address: string): Promise<unknown> {
  const target = await targetAt(address);
  const config = { endpoint: address, region: target.region, credentials: target.credentials ?? expect.fail() };
  const cloudFormation = new CloudFormationClient(config);
  const names = new Map<string, string>();
  const stacks: Record<string, unknown> = {};
  const found = await all(paginateDescribeStacks({ client: cloudFormation }, {}), (page) => page.Stacks);
  for (const { StackName = "" } of found) {
    const resources = await all(
      paginateListStackResources({ client: cloudFormation }, { StackName }),
      (page) => page.StackResourceSummaries,
    );
    for (const { LogicalResourceId: logicalId = "", PhysicalResourceId: id = "" } of resources) {
      names.set(id, `${StackName}.${logicalId}`);
      names.set(id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf(":")) + 1), `${StackName}.${logicalId}`);
    }
  }
  const plain = (text: string): string => {
    let result = text.replace(/(localhost|127\.0\.0\.1):\d+/g, "HOST");
    for (const [id, name] of [...names].sort(([a], [b]) => b.length - a.length))
      if (id.length > 5) result = result.replaceAll(id, `<${name}>`);
    return result;
  };
  for (const { StackName = "", StackStatus = "", Outputs = [] } of found) {
    const { TemplateBody = "" } = await cloudFormation.send(new GetTemplateCommand({ StackName }));
    const { Summaries = [] } = await cloudFormation.send(new ListChangeSetsCommand({ StackName }));
    stacks[StackName] = {
      isHealthy: /^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus),
      template: TemplateBody,
      outputs: Outputs.map(({ OutputKey, OutputValue = "" }) => `${OutputKey} ${plain(OutputValue)}`).sort(),
      openChangeSets: Summaries.filter(({ ExecutionStatus }) => ExecutionStatus === "AVAILABLE").length,
    };
  }
  const dynamodb = new DynamoDBClient(config);
  const tables = await all(paginateListTables({ client: dynamodb }, {}), (page) => page.TableNames);
  const items = await Promise.all(
    tables.map(async (TableName) => [
      TableName,
      await all(paginateScan({ client: dynamodb }, { TableName }), (page) => page.Items),
    ]),
  );
  const lambda = new LambdaClient(config);
  const sns = new SNSClient(config);
  const functions = await all(paginateListFunctions({ client: lambda }, {}), (page) => page.Functions);
  const mappings = await all(
    paginateListEventSourceMappings({ client: lambda }, {}),
    (page) => page.EventSourceMappings,
  );
  const { Items: apis = [] } = await new ApiGatewayV2Client(config).send(new GetApisCommand({}));
  const live: Record<string, readonly (string | undefined)[]> = {
    tables,
    queues: await all(
      paginateListQueues({ client: new SQSClient(config) }, { MaxResults: 100 }),
      (page) => page.QueueUrls,
    ),
    topics: (await all(paginateListTopics({ client: sns }, {}), (page) => page.Topics)).map(({ TopicArn }) => TopicArn),
    subscriptions: (await all(paginateListSubscriptions({ client: sns }, {}), (page) => page.Subscriptions)).map(
      ({ TopicArn, Endpoint }) => `${TopicArn} ${Endpoint}`,
    ),
    roles: (await all(paginateListRoles({ client: new IAMClient(config) }, {}), (page) => page.Roles)).map(
      ({ RoleName }) => RoleName,
    ),
    functions: functions.map(({ FunctionName, CodeSha256 }) => `${FunctionName} ${CodeSha256}`),
    mappings: mappings.map(
      ({ FunctionArn, EventSourceArn = "" }) => `${FunctionArn} ${EventSourceArn.replace(/\/stream\/.*/, "")}`,
    ),
    apis: apis.map(({ ApiId }) => ApiId),
  };
  return {
    stacks,
    items: items.map((each) => plain(JSON.stringify(each))).sort(),
    live: Object.fromEntries(
      Object.entries(live).map(([kind, ids]) => [kind, ids.map((id) => plain(id ?? "")).sort()]),
    ),
  };
}

async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

/** Nobody holds the lock, the newest release is complete, and none of the others claims to be in progress. */
async function bookkeeping(address: string): Promise<{ open: boolean; statuses: readonly string[] }> {
  const session = openSession({ place: PLACE, target: await targetAt(address) });
  const [owner, releases] = await Promise.all([session.lock.owner(), session.releases.list()]);
  session.close();
  return { open: owner === undefined, statuses: releases.map(({ status }) => status) };
}

/** Runs a command in a world to its end. */
async function runIn(there: World, arguments_: readonly string[]): Promise<void> {
  await cli.json(arguments_, { environment: there.environment });
}

/** Runs a command and kills it at a step; false if it ended before. */
async function killIn(there: World, arguments_: readonly string[], step: number): Promise<boolean> {
  const command = cli.start(arguments_, { environment: there.environment });
  const cut = new Promise<true>((resolve) => {
    there.proxy.arm(step, () => resolve(true));
  });
  const ended = command.line(({ type }) => type === "result").then(() => false as const);
  // A command that is killed has no result; nobody waits for it then.
  ended.catch(() => undefined);
  const isCut = await Promise.race([cut, ended]);
  await command.kill();
  return isCut;
}

interface Scenario {
  readonly name: string;
  readonly parent: ControlClient;
  readonly command: readonly string[];
}

/** Every step of a scenario, and what it came to. */
async function tryAllSteps({ name, parent, command }: Scenario): Promise<void> {
  const undisturbed = await world(parent);
  undisturbed.proxy.arm(Number.POSITIVE_INFINITY, () => undefined);
  await runIn(undisturbed, command);
  const steps = [...undisturbed.proxy.steps];
  const expected = await snapshot(undisturbed.address);
  await undisturbed.drop();
  expect(steps.length).toBeGreaterThan(10);

  const middle = Math.floor(steps.length / 2);
  const chosen = steps.map((_, index) => index + 1).filter((step) => TRIES_ALL || step === middle || isScattered(step));
  report(`${name}: ${chosen.length} of ${steps.length} steps`);
  const numbers = [...chosen];
  let cuts = 0;
  async function worker(): Promise<void> {
    for (let step = numbers.shift(); step !== undefined; step = numbers.shift()) {
      const there = await world(parent);
      if (await killIn(there, command, step)) cuts += 1;
      const last = there.proxy.steps.at(-1);
      there.proxy.arm(Number.POSITIVE_INFINITY, () => undefined);
      // The canary: half-way, what is there is not what is expected.
      if (step === middle) expect(await halfWay(there.address)).not.toEqual(expected);
      await runIn(there, command);
      expect(await snapshot(there.address), `killed at step ${step}: ${last}`).toEqual(expected);
      const { open, statuses } = await bookkeeping(there.address);
      expect({ open, newest: statuses[0] }, `killed at step ${step}: ${last}`).toEqual({
        open: true,
        newest: "complete",
      });
      expect(statuses).not.toContain("in-progress");
      await there.drop();
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  // Units run side by side, so a run may have a step more or less than another one; nearly all must have been cut.
  expect(cuts).toBeGreaterThanOrEqual(chosen.length - 3);
}

/** One number of three, without a period that the steps of a unit could have, too: their multiples of a large prime, as a hash. */
function isScattered(step: number): boolean {
  return Math.imul(step, 2_654_435_761) >>> 0 < 2 ** 32 / 3;
}

/** What is there while the cloud may still be working: something may go while it is looked at, which is no end state either. */
function halfWay(address: string): Promise<unknown> {
  return snapshot(address).catch((error: unknown) => error);
}

function edit(file: string, from: string, to: string): void {
  const path = join(directory, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

const AUDIT = `Resources:
  AuditQueue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 60 } }
  AuditSubscription:
    Type: AWS::SNS::Subscription
    Properties: { Protocol: sqs, TopicArn: !ImportValue PaymentTopicArn, Endpoint: !GetAtt AuditQueue.Arn }
`;

test("a release from nothing", { timeout: 600_000 }, () =>
  tryAllSteps({ name: "a release from nothing", parent: control, command: ["deploy", directory] }),
);

test("a release that changes what is there, and the way back", { timeout: 900_000 }, async () => {
  await cli.json(["deploy", directory]);
  const config = await cli.clientConfig({ directory });
  const dynamodb = new DynamoDBClient(config);
  for (const TableName of await all(paginateListTables({ client: dynamodb }, {}), (page) => page.TableNames)) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const keys = (Table?.AttributeDefinitions ?? []).map(
      ({ AttributeName = "" }) => [AttributeName, { S: "kept" }] as const,
    );
    const Item = Object.fromEntries(keys);
    await dynamodb.send(new PutItemCommand({ TableName, Item }));
  }
  // One line of a handler, a property, a resource that is replaced, a new resource, and a unit that is new.
  edit("course/src/put-course.ts", "export const handler", "export const changed = true;\nexport const handler");
  edit("payment/template.yaml", "VisibilityTimeout: 30", "VisibilityTimeout: 45");
  edit("payment/template.yaml", "  CourseDeadLetters:", "  More: { Type: AWS::SQS::Queue }\n\n  CourseDeadLetters:");
  edit("stackyard.config.ts", "    user: {},", "    user: {},\n    audit: {},");
  mkdirSync(join(directory, "audit"));
  writeFileSync(join(directory, "audit", "template.yaml"), AUDIT);
  await tryAllSteps({ name: "a release that changes", parent: control, command: ["deploy", directory] });

  await cli.json(["deploy", directory]);
  // From the records alone: the sources are those of the newer release.
  const command = ["rollback", "1", "--system", "learning-platform", "--env", "dev", "--allow-data-loss"];
  await tryAllSteps({ name: "a rollback", parent: control, command });
  await tryAllSteps({ name: "a destruction", parent: control, command: ["destroy", directory] });
});
