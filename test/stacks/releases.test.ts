// Releases against the embedded cloud, over HTTP with the real SDK: records, rollback, promotion, policies, tests, the lock.

import { join } from "node:path";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CloudFormationClient,
  GetTemplateCommand,
  ListExportsCommand,
  ListStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { GetItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { openStacks } from "../../src/delivery/cloud/stacks.ts";
import { artifactBucketOf } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import type { DeployOptions } from "../../src/delivery/deploy/deploy.ts";
import { destroy } from "../../src/delivery/deploy/destroy.ts";
import type { DeployEvent, DeployResult, Run, UnitResult } from "../../src/delivery/deploy/events.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { guardData } from "../../src/delivery/plan/data-guard.ts";
import { canPromote, promote } from "../../src/delivery/release/promote.ts";
import type { PromotionOptions } from "../../src/delivery/release/promote.ts";
import type { ReleaseRecord } from "../../src/delivery/release/record.ts";
import { markHotSwap } from "../../src/delivery/release/hot-swaps.ts";
import { renderReport } from "../../src/delivery/release/report.ts";
import { rollback } from "../../src/delivery/release/rollback.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { requireEnvironment, systemIn } from "../../src/delivery/system/system.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { createClock } from "../../src/kernel/clock.ts";
import { secureRandom } from "../../src/kernel/random.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import type { TestAccount } from "../../src/testing/harness.ts";
import { targetOf } from "./target.ts";

const queue = (seconds: number): string =>
  `Resources:\n  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: ${seconds} } }\nOutputs:\n  Url: { Value: !Ref Queue }\n  Arn: { Value: !GetAtt Queue.Arn }\n`;
const table = (name: string): string =>
  `Resources:\n  ${name}:\n    Type: AWS::DynamoDB::Table\n    Properties: { BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }\nOutputs:\n  Name: { Value: !Ref ${name} }\n`;
// A topic of the same name in one account can be made once only: the second creation of it fails.
const topic = (name: string): string =>
  `Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } }\n`;
const reader = (more = ""): string =>
  `Parameters: { Arn: { Type: String } }\nResources:\n  Name: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Ref Arn } }\n${more}Outputs:\n  Read: { Value: !Ref Arn }\n`;

const CONFIG = `export default {
  name: "shop",
  units: { source: {}, reader: { parameters: { Arn: { kind: "output", unit: "source", output: "Arn" } } } },
  environments: { dev: {}, test: {} },
};`;

interface Place {
  readonly account: TestAccount;
  readonly target: Target;
}

async function place(): Promise<Place> {
  const account = (await sharedYard()).account();
  return { account, target: targetOf(account) };
}

async function optionsFor(folder: string, { target }: Place, name?: string): Promise<DeployOptions> {
  const { system } = await loadSystem(folder);
  const environment = requireEnvironment(system, name);
  return { system: systemIn(system, environment), environment, target };
}

async function run<Result>(started: Run<Result>): Promise<{ result: Result; events: readonly DeployEvent[] }> {
  const events: DeployEvent[] = [];
  for await (const event of started.events) events.push(event);
  return { result: await started.result, events };
}

async function deployFolder(folder: string, where: Place, more: Partial<DeployOptions> = {}): Promise<DeployResult> {
  return (await run(deploy({ ...(await optionsFor(folder, where)), ...more }))).result;
}

function outcomes(units: readonly UnitResult[]): string[] {
  return units.map((each) => `${each.unit} ${each.outcome}`);
}

async function recordsOf({ target }: Place, environment = "dev", system = "shop"): Promise<readonly ReleaseRecord[]> {
  const session = openSession({ place: { system, environment }, target });
  const summaries = await session.releases.list();
  const records = await Promise.all(summaries.map(({ number }) => session.releases.load(number)));
  session.close();
  return records.flatMap((record) => (record === undefined ? [] : [record])).toReversed();
}

async function stacksOf({ account }: Place): Promise<string[]> {
  const { StackSummaries = [] } = await account.client(CloudFormationClient).send(new ListStacksCommand({}));
  return StackSummaries.filter((each) => each.StackStatus !== "DELETE_COMPLETE")
    .map((each) => each.StackName ?? "")
    .sort();
}

async function visibilityOf({ account }: Place, stack: string): Promise<string | undefined> {
  const { TemplateBody = "{}" } = await account
    .client(CloudFormationClient)
    .send(new GetTemplateCommand({ StackName: stack }));
  const url = (JSON.parse(TemplateBody) as { Resources: { Queue: { Properties: { VisibilityTimeout: number } } } })
    .Resources.Queue;
  return String(url.Properties.VisibilityTimeout);
}

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(() => undefined).catch((error: unknown) => error);

describe("release records", () => {
  // Goal: a release says who deployed what and what it changed; nothing is recorded of a deployment that did nothing.
  // Method: deploy, deploy again, change one unit, look at the records and the index in the bucket.
  test("are written for what changed, and for nothing else", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": CONFIG,
      "source/template.yaml": queue(30),
      "reader/template.yaml": reader(),
    });
    const first = await deployFolder(folder, where);
    expect(first).toMatchObject({ release: 1, status: "complete", isComplete: true });
    expect(await deployFolder(folder, where)).not.toHaveProperty("release");
    writeInto(folder, "source/template.yaml", queue(45));
    expect(await deployFolder(folder, where)).toMatchObject({ release: 2 });

    const [one, two] = await recordsOf(where);
    expect(one).toMatchObject({
      number: 1,
      kind: "deploy",
      status: "complete",
      by: { arn: expect.stringContaining(`:${where.account.account}:user/`) },
      units: { source: { outcome: "created", changes: [{ logicalId: "Queue", action: "add" }] } },
    });
    expect(two).toMatchObject({
      base: 1,
      units: {
        source: { outcome: "updated", changes: [{ action: "change", properties: ["VisibilityTimeout"] }] },
        reader: { outcome: "unchanged", stands: { release: 1 } },
      },
    });
    expect(two?.units["reader"]?.stands?.values).toEqual({ Arn: expect.stringMatching(/^arn:aws:sqs:/) });
    const { Body } = await where.account
      .client(S3Client)
      .send(new GetObjectCommand({ Bucket: artifactBucketOf(where.target), Key: "releases/shop/dev/index.json" }));
    expect(JSON.parse((await Body?.transformToString()) ?? "")).toMatchObject({
      latest: 2,
      releases: [
        { number: 2, changed: 1 },
        { number: 1, changed: 2 },
      ],
    });
    const page = renderReport(two ?? expect.fail());
    expect(page).toContain("<title>Release 2 of shop in dev: complete</title>");
    expect(page).not.toMatch(/(src|href)=/);
  });

  // Goal: a value that a template hides is in no record, and going back does not lose it. Method: a NoEcho parameter.
  test("keep no secrets", async () => {
    const where = await place();
    const secret = (seconds: number): string =>
      `Parameters: { Key: { Type: String, NoEcho: true } }\n${queue(seconds)}`;
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { a: { parameters: { Key: "very-secret" } } } };',
      "a/template.yaml": secret(30),
    });
    await deployFolder(folder, where);
    writeInto(folder, "a/template.yaml", secret(60));
    await deployFolder(folder, where);
    const s3 = where.account.client(S3Client);
    const Bucket = artifactBucketOf(where.target);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "releases/" }));
    const texts = await Promise.all(
      Contents.map(async ({ Key }) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()),
    );
    expect(texts.join("")).toContain('"secrets":["Key"]');
    expect(texts.join("")).not.toContain("very-secret");
    const { result } = await run(rollback({ place: { system: "shop", environment: "dev" }, target: where.target }));
    expect(result).toMatchObject({ isComplete: true, to: 1 });
    expect(await visibilityOf(where, "shop-dev-a")).toBe("30");
  });
});

describe("rollback", () => {
  const SHOP = { system: "shop", environment: "dev" };

  // Goal: the whole release goes back without the sources: changed units as they were, new ones gone, removed ones back, a
  // value that flows between units read anew. Method: two releases that differ in all of that, the folder deleted.
  test("brings back what was, from the records alone", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": CONFIG,
      "source/template.yaml": queue(30),
      "reader/template.yaml": reader(),
    });
    await deployFolder(folder, where);
    // The queue is another resource now: its ARN is new, and so is what the reader reads. A third unit appears.
    writeInto(
      folder,
      "source/template.yaml",
      queue(60)
        .replaceAll("Queue:", "Other:")
        .replaceAll("!Ref Queue", "!Ref Other")
        .replaceAll("Queue.Arn", "Other.Arn"),
    );
    writeInto(folder, "more/template.yaml", topic("more"));
    writeInto(folder, "stackyard.config.ts", CONFIG.replace("source: {}", "source: {}, more: {}"));
    expect(await deployFolder(folder, where)).toMatchObject({ release: 2, isComplete: true });
    expect(await stacksOf(where)).toEqual(["shop-dev-more", "shop-dev-reader", "shop-dev-source"]);

    const refused = await errorOf(rollback({ place: SHOP, target: where.target }).result);
    expect(refused).toMatchObject({ code: "ERR_DATA_LOSS", message: expect.stringContaining("source/Other") });
    expect(await recordsOf(where)).toHaveLength(2);

    const { result, events } = await run(rollback({ place: SHOP, target: where.target, allowDataLoss: true }));
    expect(result).toMatchObject({ isComplete: true, to: 1, release: 3, status: "complete" });
    expect(events.findIndex(({ type }) => type === "irreversible")).toBeLessThan(
      events.findIndex(({ type }) => type === "started"),
    );
    expect(await stacksOf(where)).toEqual(["shop-dev-reader", "shop-dev-source"]);
    expect(await visibilityOf(where, "shop-dev-source")).toBe("30");
    const [, , third] = await recordsOf(where);
    const { source, reader: read, more } = third?.units ?? {};
    expect(read?.stands?.outputs["Read"]).toBe(source?.stands?.outputs["Arn"]);
    expect(more).toMatchObject({ outcome: "removed" });

    // Back and forth: from the rollback, the release before the one that it restored does not exist.
    expect(await errorOf(rollback({ place: SHOP, target: where.target }).result)).toMatchObject({
      code: "ERR_NO_RELEASE",
    });
    const forward = await run(rollback({ place: SHOP, target: where.target, to: 2, allowDataLoss: true }));
    expect(forward.result).toMatchObject({ isComplete: true, to: 2 });
    expect(await stacksOf(where)).toEqual(["shop-dev-more", "shop-dev-reader", "shop-dev-source"]);
  });

  // Goal: what imports an export that only the newer release has lets go of it first, and is not in the way of the unit
  // that loses it; data in tables that stay is kept. Method: a unit that begins to import, a table with an item.
  test("goes against the direction of the dependencies", async () => {
    const where = await place();
    const exporting = queue(30).replace("!GetAtt Queue.Arn }", "!GetAtt Queue.Arn, Export: { Name: shop-queue } }");
    const importing = `${table("Items")}  Imported: { Value: !ImportValue shop-queue }\n`;
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { source: {}, reader: {} } };',
      "source/template.yaml": queue(30),
      "reader/template.yaml": table("Items"),
    });
    const first = await deployFolder(folder, where);
    const found = first.units.find(({ unit }) => unit === "reader");
    const TableName = found?.outcome === "deployed" ? found.outputs["Name"] : undefined;
    const dynamo = where.account.client(DynamoDBClient);
    await dynamo.send(new PutItemCommand({ TableName, Item: { id: { S: "kept" } } }));
    writeInto(folder, "source/template.yaml", exporting);
    writeInto(folder, "reader/template.yaml", importing);
    expect(await deployFolder(folder, where)).toMatchObject({ isComplete: true });

    const { result } = await run(rollback({ place: SHOP, target: where.target }));
    expect(outcomes(result.units)).toEqual(["reader deployed", "source deployed"]);
    expect(result).toMatchObject({ isComplete: true, irreversible: [{ kind: "outside" }] });
    expect((await dynamo.send(new GetItemCommand({ TableName, Key: { id: { S: "kept" } } }))).Item).toBeDefined();

    // And forward again: now the export must come before the import.
    const again = await run(rollback({ place: SHOP, target: where.target, to: 2 }));
    expect(again.result).toMatchObject({ isComplete: true });
  });

  // Goal: a renamed export goes back, too, although neither name can be taken from who imports it. Method: renamed without
  // its readers, which is refused; with them, in one release; then back, and forward again.
  test("carries readers over from one name of an export to another", async () => {
    const where = await place();
    const exporting = (...names: readonly string[]): string =>
      `${queue(30).split("Outputs:")[0] ?? ""}Outputs:\n${names.map((name) => `  Out${name}: { Value: !GetAtt Queue.Arn, Export: { Name: ${name} } }\n`).join("")}`;
    const importing = (name: string): string =>
      `Resources:\n  Name: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !ImportValue ${name} } }\n`;
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { source: {}, reader: {}, other: {} } };',
      "source/template.yaml": exporting("Old"),
      "reader/template.yaml": importing("Old"),
      "other/template.yaml": importing("Old"),
    });
    expect(await deployFolder(folder, where)).toMatchObject({ isComplete: true });
    writeInto(folder, "source/template.yaml", exporting("New"));
    const refused = await deployFolder(folder, where);
    expect(refused.units.find(({ unit }) => unit === "source")).toMatchObject({
      failure: { reason: expect.stringContaining("Export Old cannot be deleted as it is in use by") },
    });
    writeInto(folder, "reader/template.yaml", importing("New"));
    writeInto(folder, "other/template.yaml", importing("New"));
    expect(await deployFolder(folder, where)).toMatchObject({ isComplete: true, release: 3 });

    const exportsNow = async (): Promise<readonly string[]> => {
      const { Exports = [] } = await where.account.client(CloudFormationClient).send(new ListExportsCommand({}));
      return Exports.map(({ Name = "" }) => Name);
    };
    const back = await run(rollback({ place: SHOP, target: where.target, to: 1 }));
    expect(back.result).toMatchObject({ isComplete: true });
    expect(await exportsNow()).toEqual(["Old"]);
    const forward = await run(rollback({ place: SHOP, target: where.target, to: 3 }));
    expect(forward.result).toMatchObject({ isComplete: true });
    expect(await exportsNow()).toEqual(["New"]);
  });

  // Goal: a destroyed environment can come back, its resources at least. Method: destroy, roll back.
  test("brings back a destroyed environment", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop" };',
      "a/template.yaml": queue(30),
    });
    await deployFolder(folder, where);
    expect((await run(destroy(await optionsFor(folder, where)))).result).toMatchObject({
      isComplete: true,
      release: 2,
    });
    expect(await stacksOf(where)).toEqual([]);
    const { result } = await run(rollback({ place: SHOP, target: where.target }));
    expect(result).toMatchObject({ isComplete: true, to: 1 });
    expect(await stacksOf(where)).toEqual(["shop-dev-a"]);
  });
});

describe("policies and tests", () => {
  const failing = 'export default { name: "shop", units: { a: {}, b: {}, c: { dependsOn: ["b"] } }, POLICY };';

  // Goal: with the policy "rollback" a release that fails leaves the state before, new units gone. Method: a release whose
  // second unit cannot be created, over a release without it.
  test("the whole release goes back", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", onFailure: "rollback", units: { a: {} } };',
      "a/template.yaml": queue(30),
    });
    await deployFolder(folder, where);
    writeInto(
      folder,
      "stackyard.config.ts",
      failing.replace("POLICY", 'onFailure: "rollback"').replace("b: {}", 'b: { dependsOn: ["a"] }'),
    );
    writeInto(folder, "a/template.yaml", queue(60).replace("Outputs:", "  More: { Type: AWS::SQS::Queue }\nOutputs:"));
    writeInto(folder, "b/template.yaml", queue(30).replace("VisibilityTimeout: 30", "QueueName: a/b"));
    writeInto(folder, "c/template.yaml", queue(30));
    // Data is guarded, but not that of what the release itself has made.
    const stacks = openStacks(where.target, createClock({ mode: "wall" }), secureRandom());
    const result = await deployFolder(folder, where, { stacks: guardData(stacks) });
    stacks.destroy();
    expect(outcomes(result.units)).toEqual(["a deployed", "b failed", "c blocked"]);
    expect(result).toMatchObject({
      isComplete: false,
      status: "rolled back",
      rollback: { isComplete: true, release: 3 },
    });
    expect(await stacksOf(where)).toEqual(["shop-dev-a"]);
    expect(await visibilityOf(where, "shop-dev-a")).toBe("30");
    const records = await recordsOf(where);
    expect(records.map(({ status, kind }) => `${kind} ${status}`)).toEqual([
      "deploy complete",
      "deploy rolled back",
      "rollback complete",
    ]);
    expect(records[2]).toMatchObject({ because: 2, to: 1 });
  });

  // Goal: "stop" begins nothing after a failure, "continue" goes on with what does not depend on it. Method: one failing unit
  // first, others after it.
  test.each([
    ["stop", ["a failed", "b deployed", "c blocked"]],
    ["continue", ["a failed", "b deployed", "c deployed"]],
  ] as const)("%s", async (policy, expected) => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": failing.replace("POLICY", `onFailure: "${policy}"`),
      "a/template.yaml": queue(30).replace("VisibilityTimeout: 30", "QueueName: a/b"),
      "b/template.yaml": queue(30),
      "c/template.yaml": queue(30),
    });
    // Unit b is done when its test has passed, and that waits until a has failed.
    const go = join(folder, "go");
    const tests = [{ run: `while [ ! -e ${go} ]; do sleep 0.01; done` }];
    const { system, ...options } = await optionsFor(folder, where);
    const units = system.units.map((unit) => (unit.name === "b" ? { ...unit, tests, done: "tests" as const } : unit));
    const started = deploy({ ...options, system: { ...system, units } });
    for await (const event of started.events)
      if (event.type === "unit-finished" && event.result.unit === "a") writeInto(folder, "go", "");
    const result = await started.result;
    expect(outcomes(result.units).sort()).toEqual([...expected].sort());
  });

  // Goal: tests see outputs, credentials and the endpoint, their evidence is kept, one that fails fails the release, and is
  // run again until it passes. Method: commands that print and check their environment.
  test("post-deploy tests", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": `export default { name: "shop",
        units: { "card-source": { path: "source", tests: ["node check.mjs"] } },
        tests: [{ run: "test -f passes", name: "whole" }] };`,
      "source/template.yaml": queue(30),
      "source/check.mjs": `import { strictEqual as same } from "node:assert";
        const { env } = process;
        same(env.STACKYARD_OUTPUT_CARD_SOURCE_URL, JSON.parse(env.STACKYARD_OUTPUTS)["card-source"].Url);
        same(env.STACKYARD_UNIT + env.STACKYARD_SYSTEM + env.STACKYARD_ENVIRONMENT, "card-sourceshopdev");
        console.log(env.AWS_ENDPOINT_URL, env.AWS_ACCESS_KEY_ID, env.AWS_REGION);`,
    });
    const first = await run(deploy(await optionsFor(folder, where)));
    expect(first.result).toMatchObject({ isComplete: false, status: "failed", release: 1 });
    expect(first.result.tests).toMatchObject([{ name: "whole", isPassed: false, exitCode: 1 }]);
    const [record] = await recordsOf(where);
    const { endpoint, credentials, region } = where.account.config;
    expect(record?.units["card-source"]?.tests).toMatchObject([
      { isPassed: true, exitCode: 0, output: `${endpoint} ${credentials.accessKeyId} ${region}\n`, release: 1 },
    ]);

    writeInto(folder, "passes", "");
    const second = await deployFolder(folder, where);
    expect(second).toMatchObject({ isComplete: true, release: 2, tests: [{ isPassed: true }] });
    expect(await deployFolder(folder, where)).not.toHaveProperty("release");
  });
});

describe("promotion", () => {
  async function sides(folder: string, dev: Place, test: Place): Promise<PromotionOptions> {
    const [from, to] = await Promise.all([optionsFor(folder, dev, "dev"), optionsFor(folder, test, "test")]);
    return {
      system: to.system,
      from: { environment: from.environment, target: dev.target },
      to: { environment: to.environment, target: test.target },
    };
  }

  // Goal: the bytes that were tried in one account arrive in another, with the parameters of the environment there, although
  // the sources have changed since. Method: a function and a parameter, two accounts.
  test("takes the same bytes to another account", async () => {
    const [dev, test] = await Promise.all([place(), place()]);
    const template = `Parameters: { Stage: { Type: String } }
Resources:
  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
  Handler: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs20.x, Handler: index.handler, Role: !GetAtt Role.Arn, Code: . } }
Outputs:
  Stage: { Value: !Ref Stage }
`;
    const folder = makeFolder({
      "stackyard.config.ts":
        'export default { name: "shop", units: { a: {} }, environments: { dev: { parameters: { Stage: "dev" } }, test: { parameters: { Stage: "test" } } } };',
      "a/template.yaml": template,
      "a/index.ts": "export const handler = async () => 1;",
    });
    await deployFolder(folder, dev);
    writeInto(folder, "a/index.ts", "export const handler = async () => 2;");
    const options = await sides(folder, dev, test);
    expect(await canPromote(options)).toEqual({ isPossible: true, release: 1, units: ["a"], blockers: [] });
    const { result } = await run(promote(options));
    expect(result).toMatchObject({ isComplete: true, from: 1, release: 1 });
    const [[there], [here]] = await Promise.all([recordsOf(dev), recordsOf(test, "test")]);
    expect(here).toMatchObject({
      kind: "promote",
      from: { environment: "dev", release: 1, account: dev.account.account },
    });
    const stands = here?.units["a"]?.stands;
    expect(stands?.version.artifacts).toEqual(there?.units["a"]?.stands?.version.artifacts);
    expect(stands?.outputs).toEqual({ Stage: "test" });
    expect((await run(promote(options))).result).not.toHaveProperty("release");
  });

  // Goal: what stands against a promotion is said, by pairs. Method: one system for each reason.
  test("is refused with the blocking pairs", async () => {
    const [dev, test] = await Promise.all([place(), place()]);
    const folder = makeFolder({
      "stackyard.config.ts": CONFIG,
      "source/template.yaml": queue(30),
      "reader/template.yaml": reader(),
    });
    const codes = async (more: Partial<PromotionOptions> = {}): Promise<readonly (readonly [string, ...unknown[]])[]> =>
      (await canPromote({ ...(await sides(folder, dev, test)), ...more })).blockers.map(({ code, unit, other }) => [
        code,
        unit,
        other,
      ]);
    expect(await codes()).toEqual([["NO_RELEASE", undefined, undefined]]);

    await deployFolder(folder, dev);
    expect(await codes()).toEqual([]);
    // Alone the reader cannot go: what it reads is not there.
    expect(await codes({ only: ["reader"] })).toContainEqual(["VERSION_NOT_THERE", "reader", "source"]);
    expect(await errorOf(promote({ ...(await sides(folder, dev, test)), only: ["reader"] }).result)).toMatchObject({
      code: "ERR_CANNOT_PROMOTE",
    });
    await run(promote(await sides(folder, dev, test)));
    // The source changes in dev, and the reader was tried with it: both go, or none.
    writeInto(folder, "source/template.yaml", queue(60));
    writeInto(folder, "reader/template.yaml", reader("  More: { Type: AWS::SQS::Queue }\n"));
    await deployFolder(folder, dev);
    expect(await codes({ only: ["reader"] })).toEqual([["VERSION_NOT_THERE", "reader", "source"]]);
    expect(await codes({ only: ["source"] })).toEqual([]);

    // Code that `up` has brought live past all releases.
    const session = openSession({ place: { system: "shop", environment: "dev" }, target: dev.target });
    await markHotSwap(session.bucket, session.place, "source", secureRandom());
    session.close();
    expect(await codes({ only: ["source"] })).toEqual([["HOT_SWAPPED", "source", undefined]]);
    await deployFolder(folder, dev);
    expect(await codes({ only: ["source"] })).toEqual([]);

    // A parameter that the target environment does not give.
    writeInto(folder, "source/template.yaml", `Parameters: { Stage: { Type: String } }\n${queue(60)}`);
    writeInto(folder, "stackyard.config.ts", CONFIG.replace("dev: {}", 'dev: { parameters: { Stage: "dev" } }'));
    await deployFolder(folder, dev);
    expect((await codes()).map(([code]) => code)).toEqual(["PARAMETER_WITHOUT_VALUE"]);

    // A test that has failed in dev.
    writeInto(folder, "source/template.yaml", queue(60));
    writeInto(folder, "stackyard.config.ts", CONFIG.replace("source: {}", 'source: { tests: ["exit 1"] }'));
    await deployFolder(folder, dev);
    expect(await codes()).toEqual([
      ["RELEASE_NOT_COMPLETE", undefined, undefined],
      ["TESTS_NOT_PASSED", "source", "exit 1"],
    ]);
  });
});

describe("the lock", () => {
  // Goal: of two releases at once the second is told who holds the lock, or waits; afterwards it is free; a lock of a process
  // that has died is taken over at once on the same machine. Method: two deployments started together; a lock object of a
  // process id that nobody has.
  test("lets one release in at a time", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop" };',
      "a/template.yaml": queue(30),
    });
    const options = await optionsFor(folder, where);
    const session = openSession({ place: { system: "shop", environment: "dev" }, target: where.target });
    await session.bucket.ensure();
    const held = await session.lock.take({ what: "deploy" });
    expect(await errorOf(deploy(options).result)).toMatchObject({
      code: "ERR_RELEASE_LOCKED",
      message: expect.stringContaining(`process ${process.pid}`),
    });
    const waiting = deploy({ ...options, lock: "wait" });
    for await (const event of waiting.events) if (event.type === "waiting") await held.release();
    expect(await waiting.result).toMatchObject({ isComplete: true, release: 1 });
    expect(await session.lock.owner()).toBeUndefined();

    const dead = await session.lock.take({ what: "deploy" });
    const owner = await session.lock.owner();
    // LIMIT: Linux gives process ids up to 4,194,304.
    await where.account.client(S3Client).send(
      new PutObjectCommand({
        Bucket: artifactBucketOf(where.target),
        Key: "releases/shop/dev/lock.json",
        Body: JSON.stringify({ ...owner, pid: 4_194_305 }),
      }),
    );
    writeInto(folder, "a/template.yaml", queue(60));
    expect(await deployFolder(folder, where)).toMatchObject({ isComplete: true, release: 2 });
    await dead.release();
    expect(await session.lock.owner()).toBeUndefined();
    session.close();
  });

  // Goal: a lock can be broken, and whoever lost it writes nothing any more. Method: break it, then close the first release.
  test("can be broken", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop" };',
      "a/template.yaml": queue(30),
    });
    await deployFolder(folder, where);
    const session = openSession({ place: { system: "shop", environment: "dev" }, target: where.target });
    await session.lock.take({ what: "deploy" });
    const { record: _, ...stale } = await session.releases
      .current()
      .then((current) => ({ record: current.record, current }));
    writeInto(folder, "a/template.yaml", queue(60));
    expect(await deployFolder(folder, where, { lock: "break" })).toMatchObject({ isComplete: true, release: 2 });
    const [record] = await recordsOf(where);
    const { number: _number, v: _v, ...draft } = record ?? expect.fail();
    expect(await errorOf(session.releases.begin(stale.current, draft))).toMatchObject({ code: "ERR_RELEASE_LOST" });
    session.close();
  });
});

describe("speed", () => {
  // Goal: a deployment that finds nothing to do asks as many questions for 50 units as for one. Method: count the requests.
  test("asks about all units at once", async () => {
    const where = await place();
    const names = Array.from({ length: 12 }, (_, index) => `u${index}`);
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop" };',
      ...Object.fromEntries(names.map((name) => [`${name}/template.yaml`, queue(30)])),
    });
    await deployFolder(folder, where);
    const asked: string[] = [];
    const stacks = openStacks(where.target, createClock({ mode: "wall" }), secureRandom());
    const counted = new Proxy(stacks, {
      get(object, name, receiver) {
        asked.push(String(name));
        return Reflect.get(object, name, receiver) as unknown;
      },
    });
    const { result } = await run(deploy({ ...(await optionsFor(folder, where)), stacks: counted }));
    stacks.destroy();
    expect(asked).toEqual(["list"]);
    expect(outcomes(result.units)).toEqual(names.map((name) => `${name} unchanged`).sort((a, b) => (a < b ? -1 : 1)));
    expect(result).not.toHaveProperty("release");
  });
});
