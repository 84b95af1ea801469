// The delivery against the embedded cloud, over HTTP with the real SDK, as a team uses it.

import { CloudFormationClient, ListStacksCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, onTestFinished, test } from "vitest";
import { createBuilder } from "../../src/delivery/build/build.ts";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import type { DeployOptions } from "../../src/delivery/deploy/deploy.ts";
import { destroy } from "../../src/delivery/deploy/destroy.ts";
import type { DeployEvent, DeployResult, Run, UnitResult } from "../../src/delivery/deploy/events.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { DiagnosticsError, requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";
import { watch } from "../../src/delivery/deploy/watch.ts";
import type { WatchEvent } from "../../src/delivery/deploy/watch.ts";
import { sharedYard } from "../../src/testing/harness.ts";
import type { TestAccount } from "../../src/testing/harness.ts";
import { targetOf } from "./target.ts";

const QUEUE = "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { VisibilityTimeout: 30 }\n";

const TOPIC = `Parameters: { Stage: { Type: String } }
Resources: { Topic: { Type: AWS::SNS::Topic } }
Outputs:
  TopicArn: { Value: !Ref Topic, Export: { Name: !Sub "\${Stage}-topic" } }
`;

const READER = `Parameters: { Stage: { Type: String }, TopicArn: { Type: String } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { VisibilityTimeout: 30 } }
Outputs:
  Bound: { Value: !Ref TopicArn }
  Imported: { Value: !ImportValue { "Fn::Sub": "\${Stage}-topic" } }
  Url: { Value: !Ref Queue }
`;

const CONFIG = `import { defineSystem, output } from "stackyard";
export default defineSystem({
  name: "shop",
  units: {
    user: { parameters: { TopicArn: output("infrastructure", "TopicArn") } },
    infrastructure: { tier: "infrastructure" },
    course: { dependsOn: ["user"] },
  },
  environments: { dev: { parameters: { Stage: "dev" } } },
});`;

interface Place {
  readonly account: TestAccount;
  readonly target: Target;
}

async function place(): Promise<Place> {
  const account = (await sharedYard()).account();
  return { account, target: targetOf(account) };
}

async function optionsFor(folder: string, { target }: Place): Promise<DeployOptions> {
  const { system } = await loadSystem(folder);
  return { system, environment: requireEnvironment(system, undefined), target };
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

function resultOf(result: DeployResult, unit: string): UnitResult {
  const found = result.units.find((each) => each.unit === unit);
  if (found === undefined) throw new Error(`There is no result for unit "${unit}".`);
  return found;
}

async function stacksOf({ account }: Place): Promise<string[]> {
  const { StackSummaries = [] } = await account.client(CloudFormationClient).send(new ListStacksCommand({}));
  return StackSummaries.filter((each) => each.StackStatus !== "DELETE_COMPLETE").map(
    (each) => `${each.StackName ?? ""} ${each.StackStatus ?? ""}`,
  );
}

describe("deploy", () => {
  // Goal: a system goes up in the order of its dependencies, values flow between units, only what changed is deployed again,
  // and destroying leaves nothing. Method: three units, one bound by parameter and import, one by declaration.
  test("deploys, skips, updates and destroys a system", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": CONFIG,
      "infrastructure/template.yaml": TOPIC,
      "user/template.yaml": READER,
      "course/template.yaml": QUEUE,
    });
    const first = await deployFolder(folder, where);
    expect(outcomes(first.units)).toEqual(["infrastructure deployed", "user deployed", "course deployed"]);
    const user = resultOf(first, "user");
    if (user.outcome !== "deployed") throw new Error("The unit was not deployed.");
    expect(user.outputs["Bound"]).toMatch(/^arn:aws:sns:/);
    expect(user.outputs["Imported"]).toBe(user.outputs["Bound"]);

    const second = await deployFolder(folder, where);
    expect(outcomes(second.units)).toEqual(["infrastructure unchanged", "user unchanged", "course unchanged"]);
    expect(resultOf(second, "user")).toMatchObject({ outputs: user.outputs, reason: expect.stringContaining("last") });

    writeInto(folder, "user/template.yaml", READER.replace("30", "45"));
    const third = await deployFolder(folder, where);
    expect(outcomes(third.units)).toEqual(["infrastructure unchanged", "user deployed", "course unchanged"]);
    const { Attributes } = await where.account
      .client(SQSClient)
      .send(new GetQueueAttributesCommand({ QueueUrl: user.outputs["Url"], AttributeNames: ["VisibilityTimeout"] }));
    expect(Attributes).toEqual({ VisibilityTimeout: "45" });

    const { result } = await run(destroy(await optionsFor(folder, where)));
    expect(outcomes(result.units)).toEqual(["course deleted", "user deleted", "infrastructure deleted"]);
    expect(result).toMatchObject({ isComplete: true, left: [] });
    expect(await stacksOf(where)).toEqual([]);
  });

  // Goal: a failed unit blocks its dependants only, names the resource and its line, and can be deployed once it is mended,
  // although CloudFormation forbids to update a stack that never was complete. Method: a queue name that another stack has.
  test("recovers from a failed creation", async () => {
    const where = await place();
    const taken = (name: string): string => QUEUE.replace("VisibilityTimeout: 30", `QueueName: ${name}`);
    const folder = makeFolder({
      "stackyard.config.ts":
        'export default { name: "shop", units: { a: {}, b: { dependsOn: ["a"] }, c: { dependsOn: ["b"] }, other: { dependsOn: ["a"] } } };',
      "a/template.yaml": taken("taken"),
      "b/template.yaml": taken("taken"),
      "c/template.yaml": QUEUE,
      "other/template.yaml": QUEUE,
    });
    const first = await deployFolder(folder, where);
    expect(outcomes(first.units).sort()).toEqual(["a deployed", "b failed", "c blocked", "other deployed"]);
    expect(resultOf(first, "b")).toMatchObject({
      failure: {
        logicalId: "Queue",
        resourceType: "AWS::SQS::Queue",
        position: { file: "b/template.yaml", line: 2 },
        reason: expect.stringContaining("already exists"),
      },
    });
    expect(resultOf(first, "c")).toMatchObject({ by: "b" });
    expect(await stacksOf(where)).toContain("shop-dev-b ROLLBACK_COMPLETE");

    writeInto(folder, "b/template.yaml", taken("free"));
    const second = await deployFolder(folder, where);
    expect(outcomes(second.units).sort()).toEqual(["a unchanged", "b deployed", "c deployed", "other unchanged"]);
  });

  // Goal: a mistake in any template is found, with its line, before the first stack is made. Method: an unknown type and an
  // unknown property in the last of three units.
  test("creates nothing if a template is refused", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { a: {}, b: { dependsOn: ["a"] } } };',
      "a/template.yaml": QUEUE,
      "b/template.yaml": `${QUEUE.replace("VisibilityTimeout", "Nonsense")}  Other:\n    Type: AWS::SQS::Cue\n`,
    });
    const error: unknown = await deployFolder(folder, where).catch((thrown: unknown) => thrown);
    if (!(error instanceof DiagnosticsError)) throw error;
    expect(
      error.diagnostics.map((each) => [each.code, each.logicalId, each.position?.file, each.position?.line]),
    ).toEqual(
      expect.arrayContaining([
        ["TEMPLATE_REFUSED", "Queue", "b/template.yaml", 4],
        ["TEMPLATE_REFUSED", "Other", "b/template.yaml", 6],
      ]),
    );
    expect(await stacksOf(where)).toEqual([]);
  });

  // Goal: what someone else did to a stack is not taken for our own last deployment. Method: update the stack past the
  // delivery, deploy the same sources.
  test("deploys again what someone else has changed", async () => {
    const where = await place();
    const folder = makeFolder({ "stackyard.config.ts": 'export default { name: "shop" };', "a/template.yaml": QUEUE });
    await deployFolder(folder, where);
    const cloudFormation = where.account.client(CloudFormationClient);
    await cloudFormation.send(
      new UpdateStackCommand({ StackName: "shop-dev-a", TemplateBody: QUEUE.replace("30", "60") }),
    );
    expect(outcomes((await deployFolder(folder, where)).units)).toEqual(["a deployed"]);
    expect(outcomes((await deployFolder(folder, where)).units)).toEqual(["a unchanged"]);
  });

  // Goal: a stack whose unit was removed from the system is destroyed with it. Method: deploy two units, forget one.
  test("destroys the stacks of forgotten units", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { a: {}, b: {} } };',
      "a/template.yaml": QUEUE,
      "b/template.yaml": QUEUE,
    });
    await deployFolder(folder, where);
    writeInto(folder, "stackyard.config.ts", 'export default { name: "shop", units: { a: {} } };');
    const { result } = await run(destroy(await optionsFor(folder, where)));
    expect(outcomes(result.units).sort()).toEqual(["a deleted", "b deleted"]);
    expect(await stacksOf(where)).toEqual([]);
  });

  // Goal: an interruption begins nothing new. Method: abort as soon as the first unit has begun.
  test("begins no further unit after an interruption", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { a: {}, b: { dependsOn: ["a"] } } };',
      "a/template.yaml": QUEUE,
      "b/template.yaml": QUEUE,
    });
    const controller = new AbortController();
    const started = deploy({ ...(await optionsFor(folder, where)), signal: controller.signal });
    for await (const event of started.events) if (event.type === "unit-started") controller.abort();
    expect(outcomes((await started.result).units)).toEqual(["a deployed", "b cancelled"]);
    expect(await stacksOf(where)).toEqual(["shop-dev-a CREATE_COMPLETE"]);
  });
});

const FUNCTION = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
  Handler:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: hot, Runtime: nodejs20.x, Handler: src/handler.handler, Role: !GetAtt Role.Arn, Code: . }
`;

describe("why", () => {
  // Goal: each deployment can say which file, property or value made it necessary, also through another unit. Method: a function with a
  // shared file, and a unit that reads its output; change the file and a property at once, then the output's value.
  test("explains what is deployed", async () => {
    const where = await place();
    const folder = makeFolder({
      "stackyard.config.ts": `import { output } from "stackyard";
export default { name: "shop", units: { app: {}, reader: { parameters: { In: output("app", "Out") } } } };`,
      "app/template.yaml": `${FUNCTION}Outputs: { Out: { Value: one } }\n`,
      "app/src/handler.ts": 'import { value } from "../../common/value.ts";\nexport const handler = async () => value;',
      "common/value.ts": "export const value = 1;",
      "reader/template.yaml": `Parameters: { In: { Type: String } }\n${QUEUE}`,
    });
    async function whys(): Promise<readonly string[]> {
      const { events } = await run(deploy({ ...(await optionsFor(folder, where)), explains: true }));
      return events.flatMap((event) =>
        event.type === "why" ? event.reasons.map(({ text }) => `${event.unit}: ${text}`) : [],
      );
    }
    expect(await whys()).toEqual(["app: it was not deployed before", "reader: it was not deployed before"]);
    expect(await whys()).toEqual([]);
    writeInto(folder, "common/value.ts", "export const value = 2;");
    writeInto(folder, "reader/template.yaml", `Parameters: { In: { Type: String } }\n${QUEUE.replace("30", "60")}`);
    // The two do not wait for each other's values, but "reader" waits for "app".
    expect(await whys()).toEqual([
      "app: common/value.ts changed; it goes into 1 function (Handler)",
      "reader: template: Resources.Queue.Properties.VisibilityTimeout 30 -> 60",
    ]);
    writeInto(folder, "app/template.yaml", `${FUNCTION}Outputs: { Out: { Value: two } }\n`);
    expect(await whys()).toEqual([
      "app: template: Outputs.Out.Value one -> two",
      "reader: output Out of app changed: one -> two (parameter In)",
    ]);
  });
});

describe("watch", () => {
  // Goal: a saved file is what the next invocation runs, a broken one changes nothing, and a later deployment of the old
  // source brings the old code back, although CloudFormation sees no change. Method: save three versions, invoke after each.
  test("brings saved code live", async () => {
    const where = await place();
    const handler = (value: string): string =>
      `import { value } from "./value.ts";\nexport const handler = async () => [value, ${value}];`;
    const folder = makeFolder({
      "stackyard.config.ts": 'export default { name: "shop", units: { app: {} } };',
      "app/template.yaml": FUNCTION,
      "app/src/handler.ts": handler("1"),
      "app/src/value.ts": 'export const value = "one";',
    });
    const lambda = where.account.client(LambdaClient);
    async function invoke(): Promise<unknown> {
      const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "hot" }));
      return JSON.parse(Buffer.from(Payload ?? []).toString("utf8"));
    }
    const options = await optionsFor(folder, where);
    const builder = createBuilder(folder);
    onTestFinished(() => builder.dispose());
    const first = await run(deploy({ ...options, builder }));
    expect(outcomes(first.result.units)).toEqual(["app deployed"]);
    expect(await invoke()).toEqual(["one", 1]);

    const events: WatchEvent[] = [];
    let wake: () => void = () => undefined;
    const watching = watch({
      ...options,
      builder,
      reload: () => optionsFor(folder, where),
      onEvent(event) {
        events.push(event);
        wake();
      },
    });
    await watching.ready;
    async function nextEvent(): Promise<WatchEvent> {
      for (;;) {
        const event = events.shift();
        if (event !== undefined) return event;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }

    writeInto(folder, "app/src/value.ts", 'export const value = "two";');
    expect(await nextEvent()).toMatchObject({ type: "swapped", logicalId: "Handler", file: "app/src/value.ts" });
    expect(await invoke()).toEqual(["two", 1]);

    writeInto(folder, "app/src/handler.ts", "export const handler = ;");
    expect(await nextEvent()).toMatchObject({
      type: "failed",
      diagnostics: [{ code: "BUILD_FAILED", position: { file: "app/src/handler.ts", line: 1 } }],
    });
    expect(await invoke()).toEqual(["two", 1]);

    writeInto(folder, "app/src/handler.ts", handler("2"));
    expect(await nextEvent()).toMatchObject({ type: "swapped", file: "app/src/handler.ts" });
    expect(await invoke()).toEqual(["two", 2]);

    // Somebody else's release is not disturbed: the swap comes after it.
    const session = openSession({ place: { system: "shop", environment: "dev" }, target: where.target });
    const held = await session.lock.take({ what: "deploy" });
    writeInto(folder, "app/src/handler.ts", handler("3"));
    expect(await nextEvent()).toMatchObject({ type: "waiting", owner: { what: "deploy" } });
    expect(await invoke()).toEqual(["two", 2]);
    await held.release();
    expect(await nextEvent()).toMatchObject({ type: "swapped" });
    expect(await invoke()).toEqual(["two", 3]);
    session.close();
    await watching.close();

    writeInto(folder, "app/src/handler.ts", handler("1"));
    writeInto(folder, "app/src/value.ts", 'export const value = "one";');
    await deployFolder(folder, where);
    expect(await invoke()).toEqual(["one", 1]);
    expect(outcomes((await deployFolder(folder, where)).units)).toEqual(["app unchanged"]);
  });

  // Goal: a changed template goes through CloudFormation. Method: save a template with another property, wait for the run.
  test("deploys a changed template", async () => {
    const where = await place();
    const folder = makeFolder({ "stackyard.config.ts": 'export default { name: "shop" };', "a/template.yaml": QUEUE });
    const options = await optionsFor(folder, where);
    const builder = createBuilder(folder);
    onTestFinished(() => builder.dispose());
    await run(deploy({ ...options, builder }));
    const deployed = new Promise<DeployResult>((resolve, reject) => {
      const watching = watch({
        ...options,
        builder,
        reload: () => optionsFor(folder, where),
        async onEvent(event) {
          if (event.type === "deploying") resolve(await event.run.result);
          else reject(new Error(`A template changed, but the watch says "${event.type}".`));
        },
      });
      void watching.ready.then(() => writeInto(folder, "a/template.yaml", QUEUE.replace("30", "31")));
      onTestFinished(() => watching.close());
    });
    expect(outcomes((await deployed).units)).toEqual(["a deployed"]);
  });
});
