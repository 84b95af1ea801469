// Goal: concurrency that is kept ready, throttles with the right reason, and loops that end. Method: the real SDK and real sandboxes.

import {
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionRecursionConfigCommand,
  GetProvisionedConcurrencyConfigCommand,
  GetRuntimeManagementConfigCommand,
  InvokeAsyncCommand,
  InvokeCommand,
  LambdaClient,
  ListProvisionedConcurrencyConfigsCommand,
  PublishVersionCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  PutFunctionRecursionConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  PutRuntimeManagementConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { createRequestRates } from "../request-rate.ts";
import { isLoop, passThrough } from "../recursion.ts";
import { eventually, lambdaBench } from "./bench.ts";
import type { LambdaBench } from "./bench.ts";

const HOW_STARTED = `const startedAt = Date.now();
  export const handler = async () => ({ type: process.env.AWS_LAMBDA_INITIALIZATION_TYPE, startedAt, pid: process.pid })`;

const ready = ({ lambda }: LambdaBench, FunctionName: string, Qualifier: string) =>
  eventually(async () => {
    const found = await lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName, Qualifier }));
    return found.Status === "READY" ? found : undefined;
  });

test("what is provisioned is initialised before it is needed, and follows its alias", async () => {
  const bench = await lambdaBench();
  const { lambda, create, invoke } = bench;
  const arn = await create("f", HOW_STARTED);
  await lambda.send(new PublishVersionCommand({ FunctionName: "f" }));
  await lambda.send(new CreateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "1" }));
  const put = await lambda.send(
    new PutProvisionedConcurrencyConfigCommand({
      FunctionName: "f",
      Qualifier: "live",
      ProvisionedConcurrentExecutions: 2,
    }),
  );
  expect(put).toMatchObject({
    $metadata: { httpStatusCode: 202 },
    RequestedProvisionedConcurrentExecutions: 2,
    Status: "IN_PROGRESS",
  });
  expect(await ready(bench, "f", "live")).toMatchObject({
    AllocatedProvisionedConcurrentExecutions: 2,
    AvailableProvisionedConcurrentExecutions: 2,
  });
  const before = Date.now();
  const first = (await invoke("f", {}, { Qualifier: "live" })).value as { type: string; startedAt: number };
  expect(first.type).toBe("provisioned-concurrency");
  expect(first.startedAt).toBeLessThanOrEqual(before);
  expect(((await invoke("f")).value as { type: string }).type).toBe("on-demand");
  // A change of $LATEST leaves the published version's sandboxes alone.
  const kept = (await invoke("f", {}, { Qualifier: "live" })).value;
  await lambda.send(
    new UpdateFunctionCodeCommand({
      FunctionName: "f",
      ZipFile: zipOf({ "index.mjs": `${HOW_STARTED} // changed` }),
      Publish: true,
    }),
  );
  expect((await invoke("f", {}, { Qualifier: "live" })).value).toEqual(kept);
  await lambda.send(new UpdateAliasCommand({ FunctionName: "f", Name: "live", FunctionVersion: "2" }));
  await ready(bench, "f", "live");
  expect((await invoke("f", {}, { Qualifier: "live" })).version).toBe("2");
  const { ProvisionedConcurrencyConfigs } = await lambda.send(
    new ListProvisionedConcurrencyConfigsCommand({ FunctionName: "f" }),
  );
  expect(ProvisionedConcurrencyConfigs).toMatchObject([{ FunctionArn: `${arn}:live`, Status: "READY" }]);
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit?.UnreservedConcurrentExecutions).toBe(998);
  await lambda.send(new DeleteProvisionedConcurrencyConfigCommand({ FunctionName: "f", Qualifier: "live" }));
  await expect(
    lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: "f", Qualifier: "live" })),
  ).rejects.toMatchObject({
    name: "ProvisionedConcurrencyConfigNotFoundException",
    message: "No Provisioned Concurrency Config found for this function",
    $metadata: { httpStatusCode: 404 },
  });
});

test("stacks keep versions and aliases ready, and let them go", async () => {
  const bench = await lambdaBench();
  const { lambda, role, account } = bench;
  const stacks = account.client(CloudFormationClient);
  const Role = await role("kept");
  const template = (kept?: number): string =>
    JSON.stringify({
      Resources: {
        Function: {
          Type: "AWS::Lambda::Function",
          Properties: {
            FunctionName: "kept",
            Role,
            Runtime: "nodejs22.x",
            Handler: "index.handler",
            Code: { ZipFile: "exports.handler = async () => process.env.AWS_LAMBDA_INITIALIZATION_TYPE" },
          },
        },
        Version: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "Function" } } },
        Alias: {
          Type: "AWS::Lambda::Alias",
          Properties: {
            FunctionName: { Ref: "Function" },
            FunctionVersion: { "Fn::GetAtt": ["Version", "Version"] },
            Name: "live",
            ...(kept === undefined ? {} : { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: kept } }),
          },
        },
      },
    });
  const settled = () => bench.yard.yard.context.jobs.settled();
  await stacks.send(new CreateStackCommand({ StackName: "kept", TemplateBody: template(1) }));
  await settled();
  expect((await bench.invoke("kept", {}, { Qualifier: "live" })).value).toBe("provisioned-concurrency");
  await stacks.send(new UpdateStackCommand({ StackName: "kept", TemplateBody: template() }));
  await settled();
  await expect(
    lambda.send(new GetProvisionedConcurrencyConfigCommand({ FunctionName: "kept", Qualifier: "live" })),
  ).rejects.toMatchObject({ name: "ProvisionedConcurrencyConfigNotFoundException" });
  const { Stacks } = await stacks.send(new DescribeStacksCommand({ StackName: "kept" }));
  expect(Stacks?.[0]?.StackStatus).toBe("UPDATE_COMPLETE");
});

test("a function that cannot be initialised says so, and what cannot be provisioned is refused", async () => {
  const bench = await lambdaBench();
  const { lambda, create } = bench;
  await create("broken", "throw new Error('no')");
  await lambda.send(new PublishVersionCommand({ FunctionName: "broken" }));
  const put = (Qualifier: string, ProvisionedConcurrentExecutions: number) =>
    lambda.send(
      new PutProvisionedConcurrencyConfigCommand({
        FunctionName: "broken",
        Qualifier,
        ProvisionedConcurrentExecutions,
      }),
    );
  await put("1", 1);
  const failed = await eventually(async () => {
    const found = await lambda.send(
      new GetProvisionedConcurrencyConfigCommand({ FunctionName: "broken", Qualifier: "1" }),
    );
    return found.Status === "FAILED" ? found : undefined;
  });
  expect(failed.StatusReason).toBe("The function could not be initialised.");
  // AWS: "PutProvisionedConcurrencyConfig" and "Configuring provisioned concurrency".
  await expect(put("$LATEST", 1)).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
  });
  await expect(put("1", 901)).rejects.toMatchObject({
    message: "Specified ConcurrentExecutions for function is greater than function's unreserved concurrency [900].",
  });
  await lambda.send(new CreateAliasCommand({ FunctionName: "broken", Name: "live", FunctionVersion: "1" }));
  await expect(put("live", 1)).rejects.toMatchObject({
    message: "Alias and the function version it points to cannot both have provisioned concurrency configured.",
  });
  await expect(
    lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "broken", ReservedConcurrentExecutions: 0 })),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
});

test("a function takes ten requests a second for each unit of its concurrency", async () => {
  // AWS: "Understanding Lambda function scaling": 10 times the reserved concurrency.
  const rates = createRequestRates();
  const taken = (second: number) => Array.from({ length: 12 }, () => rates.take("f", 1, second * 1000 + 5));
  expect(taken(1).filter(Boolean)).toHaveLength(10);
  expect(taken(2).filter(Boolean)).toHaveLength(10);
  const { lambda, create } = await lambdaBench();
  await create("f", "export const handler = async () => 1");
  await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: "f", ReservedConcurrentExecutions: 1 }));
  const reasons = new Set<string>();
  // More than ten of one second, however the second falls.
  for (let round = 0; !reasons.has("ReservedFunctionInvocationRateLimitExceeded"); round++) {
    expect(round).toBeLessThan(2_000);
    await lambda.send(new InvokeCommand({ FunctionName: "f" })).catch((error: { Reason?: string }) => {
      reasons.add(error.Reason ?? "");
    });
  }
  expect([...reasons]).toEqual(["ReservedFunctionInvocationRateLimitExceeded"]);
});

/** A client whose requests are part of a chain that has gone through the function so often. */
function within({ account }: LambdaBench, functionArn: string, times: number): LambdaClient {
  let traceId = "Root=1-5759e988-bd862e3fe1be46a994272793";
  for (let count = 0; count < times; count++) ({ traceId } = passThrough(traceId, functionArn));
  const client = account.client(LambdaClient);
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { headers: Record<string, string> }).headers["x-amzn-trace-id"] = traceId;
      return next(args);
    },
    { step: "build" },
  );
  return client;
}

test("a chain of requests that comes back is ended after 16 times, unless it may", async () => {
  const bench = await lambdaBench();
  const { lambda, create, role, account } = bench;
  const arn = await create("f", "export const handler = async () => 1", { Role: await role("f", ["sqs:SendMessage"]) });
  const call = new InvokeCommand({ FunctionName: "f" });
  // AWS: "Use Lambda recursive loop detection to prevent infinite loops": about 16 times.
  expect((await within(bench, arn, 15).send(call)).StatusCode).toBe(200);
  await expect(within(bench, arn, 16).send(call)).rejects.toMatchObject({
    name: "RecursiveInvocationException",
    $metadata: { httpStatusCode: 400 },
  });
  const config = new GetFunctionRecursionConfigCommand({ FunctionName: "f" });
  expect((await lambda.send(config)).RecursiveLoop).toBe("Terminate");
  await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName: "f", RecursiveLoop: "Allow" }));
  expect((await within(bench, arn, 16).send(call)).StatusCode).toBe(200);

  // An event of a loop goes where events go that were given up.
  await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName: "f", RecursiveLoop: "Terminate" }));
  const sqs = account.client(SQSClient);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "given-up" }));
  const Destination = `arn:aws:sqs:${account.region}:${account.account}:given-up`;
  await lambda.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName: "f",
      DestinationConfig: { OnFailure: { Destination } },
    }),
  );
  await within(bench, arn, 16).send(new InvokeCommand({ FunctionName: "f", InvocationType: "Event" }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  expect(JSON.parse(Messages?.[0]?.Body ?? "")).toMatchObject({ requestContext: { condition: "RetriesExhausted" } });
});

test("the SDK in a function passes the chain on", async () => {
  const { create, invoke, role } = await lambdaBench();
  await create(
    "twice",
    `import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";
     export const handler = async ({ isSecond }) => {
       if (isSecond) return process.env._X_AMZN_TRACE_ID;
       const { Payload } = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: "twice", Payload: '{"isSecond":true}' }));
       return JSON.parse(Buffer.from(Payload).toString());
     }`,
    { Role: await role("twice", ["lambda:InvokeFunction"]), Timeout: 30 },
  );
  expect((await invoke("twice")).value).toMatch(/;Lineage=1:[0-9a-f]{8}:2$/);
});

test("the lineage of a chain counts each function for itself", () => {
  const arn = "arn:aws:lambda:us-east-1:111122223333:function:a";
  let traceId = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0";
  for (let count = 0; count < 16; count++) {
    const passed = passThrough(traceId, arn);
    expect([passed.count, isLoop(passed.count)]).toEqual([count, false]);
    ({ traceId } = passThrough(passed.traceId, `${arn}b`));
  }
  expect(traceId).toMatch(
    /^Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0;Lineage=1:[0-9a-f]{8}:16\|[0-9a-f]{8}:16$/,
  );
  expect(isLoop(passThrough(traceId, arn).count)).toBe(true);
});

test("runtime management is kept, and InvokeAsync takes events", async () => {
  const { lambda, create } = await lambdaBench();
  const arn = await create("f", "export const handler = async () => 1");
  const which = { FunctionName: "f" };
  expect((await lambda.send(new GetRuntimeManagementConfigCommand(which))).UpdateRuntimeOn).toBe("Auto");
  await lambda.send(new PutRuntimeManagementConfigCommand({ ...which, UpdateRuntimeOn: "FunctionUpdate" }));
  expect(await lambda.send(new GetRuntimeManagementConfigCommand(which))).toMatchObject({
    UpdateRuntimeOn: "FunctionUpdate",
    FunctionArn: `${arn}:$LATEST`,
  });
  await expect(
    lambda.send(new PutRuntimeManagementConfigCommand({ ...which, UpdateRuntimeOn: "Manual" })),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const { Status } = await lambda.send(new InvokeAsyncCommand({ ...which, InvokeArgs: "{}" }));
  expect(Status).toBe(202);
});
