// `kill -9` of a server in the midst of durable executions: each goes on where its last checkpoint was, and what was checkpointed
// is not done again.

import { AttachRolePolicyCommand, CreateRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateFunctionCommand,
  GetDurableExecutionCommand,
  GetDurableExecutionHistoryCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, it } from "vitest";
import { zipOf } from "../../src/sandbox/testing/functions.ts";
import { durableSdk } from "../../src/services/lambda/test/durable-bench.ts";
import { commandLine, type CommandLine } from "../real/command-line.ts";
import { until } from "../real/until.ts";

// Each step has a result that no other run of it would have.
const HANDLER = `import { createRequire } from "node:module";
  import { randomUUID } from "node:crypto";
  const { withDurableExecution } = createRequire(import.meta.url)("./sdk.cjs");
  export const handler = withDurableExecution(async (_event, context) => {
    const results = [];
    for (let round = 0; round < 4; round++) {
      results.push(await context.step("round-" + round, async () => randomUUID()));
      await context.wait({ seconds: 1 });
    }
    return results;
  });`;
const EXECUTIONS = 5;
const KILLS = 3;

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
});
afterAll(() => line.dispose());

it("goes on with every execution from its last checkpoint", async () => {
  let server = await line.serve();
  const { port } = server;
  const config = await line.clientConfig();
  const lambda = new LambdaClient(config);
  await setUp(new IAMClient(config), lambda);
  const begin = new InvokeCommand({ FunctionName: "rounds:$LATEST", InvocationType: "Event" });
  const arns: string[] = [];
  for (let at = 0; at < EXECUTIONS; at++) arns.push((await lambda.send(begin)).DurableExecutionArn ?? "");
  const stepsOf = async (DurableExecutionArn: string) => {
    const { Events = [] } = await lambda.send(new GetDurableExecutionHistoryCommand({ DurableExecutionArn }));
    return Events.filter(({ EventType }) => EventType === "StepSucceeded").map(
      ({ StepSucceededDetails }) => JSON.parse(StepSucceededDetails?.Result?.Payload ?? "null") as string,
    );
  };
  const checkpointed = new Map<string, readonly string[]>();
  for (let kill = 0; kill < KILLS; kill++) {
    // Killed when one round more has been checkpointed, somewhere between that round and the next.
    await until(async () => ((await stepsOf(arns[0] ?? "")).length > kill ? true : undefined));
    for (const arn of arns) checkpointed.set(arn, await stepsOf(arn));
    await server.kill();
    server = await line.serve(port);
  }
  for (const arn of arns) {
    const ended = await until(async () => {
      const execution = await lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: arn }));
      return execution.Status === "RUNNING" ? undefined : execution;
    });
    expect(ended.Status).toBe("SUCCEEDED");
    const results = JSON.parse(ended.Result ?? "[]") as string[];
    expect(results).toHaveLength(4);
    expect(await stepsOf(arn)).toEqual(results);
    const before = checkpointed.get(arn) ?? [];
    expect(results.slice(0, before.length)).toEqual(before);
  }
});

async function setUp(iam: IAMClient, lambda: LambdaClient): Promise<void> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const RoleName = "rounds";
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyArn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy";
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "rounds",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: Role?.Arn,
      Timeout: 30,
      DurableConfig: { ExecutionTimeout: 600 },
      Code: { ZipFile: zipOf({ "index.mjs": HANDLER, "sdk.cjs": await durableSdk() }) },
    }),
  );
}
