// Goal: functions that wait for functions do not starve each other, and the server's memory does not grow with invocations.
// Method: 500 chains of three at once through the SDKs in the functions; and 100,000 invocations of a server process.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { lambdaBench } from "../../src/services/lambda/test/bench.ts";
import { runnerOf } from "../../src/services/lambda/runner.ts";
import { testYard } from "../../src/testing/harness.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const CHAIN = `import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
  const lambda = new LambdaClient({});
  export const handler = async ({ names: [next, ...names] }) => {
    if (next === undefined) return 1;
    const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: next, Payload: JSON.stringify({ names }) }));
    return 1 + JSON.parse(Buffer.from(Payload).toString());
  }`;

test("500 chains of three functions finish", { timeout: 600_000 }, async () => {
  const yard = await testYard();
  const { create, role, lambda, account } = await lambdaBench(yard);
  const Role = await role("chain", ["lambda:InvokeFunction"]);
  for (const name of ["first", "second", "third"]) await create(name, CHAIN, { Role, Timeout: 600, MemorySize: 512 });
  const client = new LambdaClient({ ...account.config, requestHandler: { httpsAgent: {}, requestTimeout: 600_000 } });
  const Payload = JSON.stringify({ names: ["second", "third"] });
  const answers = await Promise.all(
    Array.from({ length: 500 }, async () => {
      const answer = await client.send(new InvokeCommand({ FunctionName: "first", Payload }));
      return Buffer.from(answer.Payload ?? []).toString();
    }),
  );
  expect(answers.filter((text) => text !== "3")).toEqual([]);
  lambda.destroy();
  await yard.stop();
});

test("the server's memory is flat over 100,000 invocations", { timeout: 1_200_000 }, async () => {
  const yard = await testYard();
  const { create, account } = await lambdaBench(yard);
  await create("f", "export const handler = async (event) => event");
  const { context } = yard.yard;
  const lambda = context.as({ kind: "root", account: account.account, arn: "arn", userId: account.account }, account);
  const round = async (count: number): Promise<number> => {
    for (let done = 0; done < count; done += 50)
      await Promise.all(
        Array.from({ length: 50 }, () => lambda.lambda.invoke({ FunctionName: "f", Payload: Buffer.from("{}") })),
      );
    // Not the resident memory: the store's file, which grows with the log, is mapped into it.
    collect();
    return process.memoryUsage().heapUsed / 1024 / 1024;
  };
  const warm = await round(20_000);
  const after = await round(80_000);
  expect(after - warm).toBeLessThan(20);
  expect(runnerOf(context).running.size).toBe(0);
  await yard.stop();
});
