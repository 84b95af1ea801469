// The delivery against an independent CloudFormation: moto's server, where it is installed (`pip install "moto[server]"`).
// moto knows no outputs of stacks that a change set created, so units that read each other's outputs are not tried here.

import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GetFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { deploy } from "../../src/delivery/deploy/deploy.ts";
import { destroy } from "../../src/delivery/deploy/destroy.ts";
import type { DeployEvent, DeployResult, Run } from "../../src/delivery/deploy/events.ts";
import { openSession } from "../../src/delivery/deploy/session.ts";
import { promote } from "../../src/delivery/release/promote.ts";
import { rollback } from "../../src/delivery/release/rollback.ts";
import { loadSystem } from "../../src/delivery/system/load-system.ts";
import { DiagnosticsError, requireEnvironment } from "../../src/delivery/system/system.ts";
import type { Environment, System } from "../../src/delivery/system/system.ts";
import { clientConfig, FAST_POLLING } from "../../src/delivery/cloud/target.ts";
import type { Target } from "../../src/delivery/cloud/target.ts";
import { makeFolder, writeInto } from "../../src/delivery/test/folders.ts";

const isInstalled = spawnSync("moto_server", ["--help"], { stdio: "ignore" }).status === 0;
const ACCOUNT = "123456789012";

let moto: ChildProcess | undefined;
let endpoint = "";

beforeAll(async () => {
  if (!isInstalled) return;
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  moto = spawn("moto_server", ["-p", String(port)], { stdio: "ignore" });
  await untilAnswers(endpoint);
});

afterAll(() => {
  moto?.kill("SIGKILL");
});

if (!isInstalled)
  test("moto_server is not installed: the delivery is not tried against moto", () => expect(isInstalled).toBe(false));

describe.runIf(isInstalled)("the delivery against moto", () => {
  // Goal: a system goes up, is skipped when nothing changed, changes where it was changed, and goes away without a rest, on a
  // CloudFormation that we did not write. Method: two units, four runs.
  test("creates, skips, updates and destroys", async () => {
    const folder = makeFolder({
      "stackyard.config.ts": `import { defineSystem } from "stackyard";
export default defineSystem({
  name: "moto",
  units: { infrastructure: { tier: "infrastructure" }, worker: {} },
  environments: { dev: { region: "eu-central-1", parameters: { Stage: "dev" } } },
});`,
      "infrastructure/template.yaml": "Resources: { Topic: { Type: AWS::SNS::Topic } }\n",
      "worker/template.yaml": worker("moto-jobs"),
      "worker/src/handler.ts": "export const handler = async (): Promise<number> => 1;",
    });
    const target = targetIn("eu-central-1");
    const { system, environment } = await load(folder);

    const first = await run(deploy({ system, environment, target }));
    expect(outcomes(first.result)).toEqual(["infrastructure deployed", "worker deployed"]);
    expect(first.result.isComplete).toBe(true);
    expect(await queueNames(target)).toEqual(["moto-jobs"]);
    const code = await codeHash(target, "moto-worker");

    const second = await run(deploy({ system, environment, target }));
    expect(outcomes(second.result)).toEqual(["infrastructure unchanged", "worker unchanged"]);

    writeInto(folder, "worker/src/handler.ts", "export const handler = async (): Promise<number> => 2;");
    writeInto(
      folder,
      "worker/template.yaml",
      `${worker("moto-jobs")}  More: { Type: AWS::SQS::Queue, Properties: { QueueName: moto-more } }\n`,
    );
    const changed = await load(folder);
    const third = await run(deploy({ ...changed, target }));
    expect(outcomes(third.result)).toEqual(["infrastructure unchanged", "worker deployed"]);
    expect(await queueNames(target)).toEqual(["moto-jobs", "moto-more"]);
    expect(await codeHash(target, "moto-worker")).not.toBe(code);

    const last = await run(destroy({ ...changed, target }));
    expect(last.result.units.map((each) => `${each.unit} ${each.outcome}`)).toEqual([
      "worker deleted",
      "infrastructure deleted",
    ]);
    expect(last.result).toMatchObject({ isComplete: true, left: [] });
    expect(await queueNames(target)).toEqual([]);
  });

  // Goal: records, lock, rollback and promotion need nothing that only our cloud has. Method: two releases, back from the
  // records alone, then the same bytes to another region; a second owner is refused meanwhile.
  test("takes releases back and onwards", async () => {
    const queue = "Resources:\n  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: moto-first } }\n";
    const folder = makeFolder({
      "stackyard.config.ts": `export default { name: "back", units: { only: {} },
        environments: { dev: { region: "eu-west-1" }, test: { region: "eu-west-2" } } };`,
      "only/template.yaml": queue,
    });
    const target = targetIn("eu-west-1");
    const { system, environment } = await load(folder);
    expect((await run(deploy({ system, environment, target }))).result).toMatchObject({ release: 1, isComplete: true });
    writeInto(folder, "only/template.yaml", `${queue}  More: { Type: AWS::SNS::Topic }\n`);
    const changed = await load(folder);
    expect((await run(deploy({ ...changed, target }))).result).toMatchObject({ release: 2, isComplete: true });

    const place = { system: "back", environment: "dev" };
    const session = openSession({ place, target });
    const held = await session.lock.take({ what: "deploy" });
    await expect(rollback({ place, target }).result).rejects.toMatchObject({ code: "ERR_RELEASE_LOCKED" });
    await held.release();
    expect((await run(rollback({ place, target }))).result).toMatchObject({ to: 1, release: 3, isComplete: true });
    expect((await session.stacks.resources("back-dev-only")).map(({ logicalId }) => logicalId)).toEqual(["Queue"]);
    session.close();

    const to = { environment: requireEnvironment(changed.system, "test"), target: targetIn("eu-west-2") };
    const promoted = await run(promote({ system: changed.system, from: { environment, target }, to }));
    expect(promoted.result).toMatchObject({ from: 3, release: 1, isComplete: true });
    expect(await queueNames(to.target)).toEqual(["moto-first"]);
    await run(destroy({ ...changed, target }));
    await run(destroy({ ...changed, ...to }));
  });

  // Goal: the cloud's refusal of one unit stops its dependants only, and its words reach the person. Method: an import of
  // nothing, a unit that depends on it, and one that does not.
  test("reports what the cloud refuses", async () => {
    const folder = makeFolder({
      "stackyard.config.ts": `export default {
  name: "refused",
  units: { broken: {}, after: { dependsOn: ["broken"] }, other: {} },
};`,
      "broken/template.yaml":
        "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties: { QueueName: !ImportValue nowhere }\n",
      "after/template.yaml": "Resources: { Queue: { Type: AWS::SQS::Queue } }\n",
      "other/template.yaml": "Resources: { Queue: { Type: AWS::SQS::Queue } }\n",
    });
    const target = targetIn("us-east-1");
    const { system, environment } = await load(folder);
    const { result, events } = await run(deploy({ system, environment, target }));
    expect(outcomes(result).sort()).toEqual(["after blocked", "broken failed", "other deployed"]);
    expect(result.isComplete).toBe(false);
    expect(events.at(-1)?.type).toBe("finished");
    await run(destroy({ system, environment, target }));
  });
  // Goal: a template that the cloud does not accept stops the deployment before any stack is made, with its line. Method: a
  // property that does not exist, in the second of two units (moto asks cfn-lint).
  test("creates nothing if a template is refused", async () => {
    const folder = makeFolder({
      "first/template.yaml": "Resources: { Queue: { Type: AWS::SQS::Queue } }\n",
      "second/template.yaml": "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n    Properties:\n      Nonsense: 1\n",
      "stackyard.config.ts": 'export default { name: "lint", units: { first: {}, second: { dependsOn: ["first"] } } };',
    });
    const target = targetIn("us-west-2");
    const { system, environment } = await load(folder);
    const error: unknown = await run(deploy({ system, environment, target })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DiagnosticsError);
    expect((error as DiagnosticsError).diagnostics).toMatchObject([
      { code: "TEMPLATE_REFUSED", logicalId: "Queue", position: { file: "second/template.yaml", line: 5 } },
    ]);
    expect(await queueNames(target)).toEqual([]);
  });
});

function worker(queueName: string): string {
  return `Parameters: { Stage: { Type: String } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: ${queueName} } }
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
  Handler:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: moto-worker
      Runtime: nodejs22.x
      Handler: src/handler.handler
      Role: !GetAtt Role.Arn
      Code: .
      Environment: { Variables: { STAGE: !Ref Stage } }
`;
}

async function load(folder: string): Promise<{ system: System; environment: Environment }> {
  const { system } = await loadSystem(folder);
  return { system, environment: requireEnvironment(system, undefined) };
}

async function run<Result>(started: Run<Result>): Promise<{ result: Result; events: readonly DeployEvent[] }> {
  const events: DeployEvent[] = [];
  for await (const event of started.events) events.push(event);
  return { result: await started.result, events };
}

function outcomes(result: DeployResult): string[] {
  return result.units.map((each) => `${each.unit} ${each.outcome}`);
}

function targetIn(region: string): Target {
  return {
    kind: "local",
    region,
    account: ACCOUNT,
    endpoint,
    credentials: { accessKeyId: "moto", secretAccessKey: "moto" },
    polling: FAST_POLLING,
  };
}

async function queueNames(target: Target): Promise<readonly string[]> {
  const client = new SQSClient(clientConfig(target));
  const { QueueUrls = [] } = await client.send(new ListQueuesCommand({}));
  client.destroy();
  return QueueUrls.map((url) => url.split("/").at(-1) ?? "");
}

async function codeHash(target: Target, functionName: string): Promise<string | undefined> {
  const client = new LambdaClient(clientConfig(target));
  const { Configuration } = await client.send(new GetFunctionCommand({ FunctionName: functionName }));
  client.destroy();
  return Configuration?.CodeSha256;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

// Waits on the condition itself: that somebody answers.
async function untilAnswers(url: string): Promise<void> {
  for (;;) {
    const isThere = await fetch(`${url}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
