// What durable functions refuse, whom they obey, and what event source mappings make of them: through the real SDK.

import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  type DurableConfig,
  GetDurableExecutionHistoryCommand,
  GetFunctionConfigurationCommand,
  InvokeCommand,
  ListDurableExecutionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { eventually } from "./bench.ts";
import { type DurableBench, durableBench } from "./durable-bench.ts";

const refused = (message: string) => ({ name: "InvalidParameterValueException", message });

describe("durable functions", () => {
  let yard: TestYard;
  let bench: DurableBench;
  beforeAll(async () => {
    yard = await testYard();
    bench = await durableBench(yard);
  });
  afterAll(() => yard.stop());

  test("are invoked with a qualifier, and waited for fifteen minutes at most", async () => {
    const { durable, create, lambda } = bench;
    await durable("long", "async () => 1", { timeoutSeconds: 901 });
    // AWS: observed messages.
    const unqualified = refused("You cannot invoke a durable function using an unqualified ARN.");
    for (const InvocationType of ["RequestResponse", "Event", "DryRun"] as const)
      await expect(lambda.send(new InvokeCommand({ FunctionName: "long", InvocationType }))).rejects.toMatchObject(
        unqualified,
      );
    await expect(lambda.send(new InvokeCommand({ FunctionName: "long:$LATEST" }))).rejects.toMatchObject(
      refused("You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes."),
    );
    await create("plain", "export const handler = async () => 1");
    const named = { FunctionName: "plain", DurableExecutionName: "name" };
    await expect(lambda.send(new InvokeCommand(named))).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });

  test("are durable from their creation on, with settings that can change", async () => {
    const { durable, create, lambda } = bench;
    await durable("settings", "async () => 1", { timeoutSeconds: 60 });
    await create("ordinary", "export const handler = async () => 1");
    const change = async (FunctionName: string, config: DurableConfig) =>
      (await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, DurableConfig: config })))
        .DurableConfig;
    expect(await change("settings", { RetentionPeriodInDays: 3 })).toEqual({
      ExecutionTimeout: 60,
      RetentionPeriodInDays: 3,
    });
    expect(await change("settings", { ExecutionTimeout: 120 })).toEqual({
      ExecutionTimeout: 120,
      RetentionPeriodInDays: 3,
    });
    await expect(change("settings", { KMSKeyArn: "arn:aws:kms:us-east-1:123456789012:key/a" })).rejects.toMatchObject({
      name: "NotImplemented",
    });
    await expect(change("ordinary", { ExecutionTimeout: 60 })).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
    const shown = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "ordinary" }));
    expect(shown.DurableConfig).toBeUndefined();
  });

  test("keep the version that they began with, and are listed by it, page by page", async () => {
    const { durable, begin, look, history, lambda } = bench;
    await durable("versions", "async () => 1");
    await lambda.send(new PublishVersionCommand({ FunctionName: "versions" }));
    await lambda.send(new CreateAliasCommand({ FunctionName: "versions", Name: "live", FunctionVersion: "1" }));
    const names = ["a", "b", "c"];
    const executions: string[] = [];
    for (const name of names) {
      executions.push(await begin("versions:live", {}, { DurableExecutionName: name }));
      await yard.advance(1_000);
    }
    expect(executions[0]).toMatch(/:function:versions:1\/durable-execution\/a\/[0-9a-f-]{36}$/);
    expect(await look(executions[0] ?? "")).toMatchObject({ Status: "SUCCEEDED", Version: "1", Result: "1" });
    const list = (changes: object) =>
      lambda.send(new ListDurableExecutionsByFunctionCommand({ FunctionName: "versions", ...changes }));
    expect((await list({})).DurableExecutions).toEqual([]);
    const first = await list({ Qualifier: "live", MaxItems: 2 });
    const second = await list({ Qualifier: "live", MaxItems: 2, Marker: first.NextMarker });
    expect([first, second].map((page) => page.DurableExecutions?.map((one) => one.DurableExecutionName))).toEqual([
      ["a", "b"],
      ["c"],
    ]);
    expect(second.NextMarker).toBeUndefined();
    const newest = await list({ Qualifier: "1", ReverseOrder: true, Statuses: ["SUCCEEDED"], MaxItems: 1 });
    expect(newest.DurableExecutions).toMatchObject([{ DurableExecutionName: "c", Status: "SUCCEEDED" }]);
    expect((await list({ Qualifier: "1", Statuses: ["FAILED"] })).DurableExecutions).toEqual([]);
    // The history by pages, newest first, and without its data.
    const all = await history(executions[0] ?? "");
    const input = { DurableExecutionArn: executions[0], ReverseOrder: true, IncludeExecutionData: false, MaxItems: 2 };
    const page = await lambda.send(new GetDurableExecutionHistoryCommand(input));
    const rest = await lambda.send(new GetDurableExecutionHistoryCommand({ ...input, Marker: page.NextMarker }));
    expect([...(page.Events ?? []), ...(rest.Events ?? [])].map(({ EventId }) => EventId)).toEqual(
      all.map(({ EventId }) => EventId).toReversed(),
    );
    expect(page.Events?.[0]?.ExecutionSucceededDetails).toEqual({ Result: {} });
  });

  test("checkpoint with their role's permission only", async () => {
    const { durable, begin, look, account } = bench;
    const arn = await durable("denied", `async (_event, context) => context.step(async () => 1)`);
    const denial = {
      Effect: "Deny",
      Action: "lambda:CheckpointDurableExecution",
      Resource: `${arn}/durable-execution/*`,
    };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [denial] });
    const iam = account.client(IAMClient);
    await iam.send(new PutRolePolicyCommand({ RoleName: "denied-role", PolicyName: "not", PolicyDocument }));
    const execution = await begin(arn);
    await yard.advance(0);
    // AWS: "Retries for Lambda durable functions": a client error of the checkpoint marks the execution as FAILED.
    const { Status, Error: error } = await look(execution);
    expect({ Status, message: error?.ErrorMessage }).toEqual({
      Status: "FAILED",
      message: expect.stringContaining("is not authorized to perform: lambda:CheckpointDurableExecution"),
    });
  });

  test("do not call themselves without end", async () => {
    // Each execution calls the next, and gives back how many came after it: the sixteenth call of the chain is refused.
    const { durable, begin, look } = bench;
    const arn = await durable(
      "endless",
      `async (_event, context) => context.invoke("next", "endless:$LATEST", {}).then((n) => n + 1, (error) => {
        if (error.message.includes("recursive loop")) return 0;
        throw error;
      })`,
      { actions: ["lambda:InvokeFunction"] },
    );
    const execution = await begin(arn);
    await yard.advance(0);
    expect(await look(execution)).toMatchObject({ Status: "SUCCEEDED", Result: "15" });
  });

  test("work off queues: the message is done when the execution is", async () => {
    const { durable, lambda, account } = bench;
    const sqs = account.client(SQSClient);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "work" }));
    const EventSourceArn = `arn:aws:sqs:${account.region}:${account.account}:work`;
    const actions = [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ChangeMessageVisibility",
    ];
    const body = `async ({ Records }, context) => { await context.wait({ seconds: 20 }); return Records.length; }`;
    await durable("worker", body, { timeoutSeconds: 901, actions });
    const map = (FunctionName: string) =>
      lambda.send(new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn }));
    // AWS: "Event source mappings with durable functions".
    await expect(map("worker:$LATEST")).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    const DurableConfig = { ExecutionTimeout: 900 };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: "worker", DurableConfig }));
    await expect(map("worker")).rejects.toMatchObject({ name: "InvalidParameterValueException" });
    await map("worker:$LATEST");
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "one" }));
    const list = new ListDurableExecutionsByFunctionCommand({ FunctionName: "worker" });
    const statusOf = async () => (await lambda.send(list)).DurableExecutions?.[0]?.Status;
    const left = async () => {
      const AttributeNames = ["ApproximateNumberOfMessagesNotVisible" as const];
      const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
      return Attributes?.["ApproximateNumberOfMessagesNotVisible"];
    };
    await eventually(async () => ((await statusOf()) === "RUNNING" ? true : undefined));
    await yard.advance(0);
    expect(await left()).toBe("1");
    await yard.advance(20_000);
    expect(await statusOf()).toBe("SUCCEEDED");
    expect(await eventually(async () => ((await left()) === "0" ? "0" : undefined))).toBe("0");
  });
});
