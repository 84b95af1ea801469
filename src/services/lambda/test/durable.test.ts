// Durable functions with AWS's own SDK for them, through the real SDK: what they do, on the yard's clock.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import {
  InvokeCommand,
  SendDurableExecutionCallbackFailureCommand,
  SendDurableExecutionCallbackHeartbeatCommand,
  SendDurableExecutionCallbackSuccessCommand,
  StopDurableExecutionCommand,
} from "@aws-sdk/client-lambda";
import { CreateQueueCommand, ReceiveMessageCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testYard } from "../../../testing/harness.ts";
import type { TestYard } from "../../../testing/harness.ts";
import { type DurableBench, durableBench } from "./durable-bench.ts";

const HOUR_MS = 3_600_000;

describe("durable functions", () => {
  let yard: TestYard;
  let bench: DurableBench;
  beforeAll(async () => {
    yard = await testYard();
    bench = await durableBench(yard);
  });
  afterAll(() => yard.stop());

  test("go on where they were after waits and failed attempts, and tell of it", async () => {
    const { durable, begin, look, history } = bench;
    const arn = await durable(
      "order",
      `async ({ name }, context) => {
        const greeting = await context.step("greet", async () => "Hello " + name);
        await context.wait("pause", { hours: 1 });
        const attempt = await context.step("flaky", async ({ attempt }) => {
          if (attempt < 3) throw new Error("not yet");
          return attempt;
        }, { retryStrategy: (_error, count) => ({ shouldRetry: count < 5, delay: { minutes: 5 } }) });
        return { greeting, attempt };
      }`,
      { timeoutSeconds: 86_400 },
    );
    const execution = await begin(arn, { name: "Ada" });
    await yard.advance(0);
    expect(await look(execution)).toMatchObject({
      Status: "RUNNING",
      Version: "$LATEST",
      InputPayload: '{"name":"Ada"}',
      FunctionArn: arn,
    });
    // The hour, then two delays of five minutes: nothing but the clock moves it.
    await yard.advance(HOUR_MS);
    await yard.advance(5 * 60_000);
    expect((await look(execution)).Status).toBe("RUNNING");
    await yard.advance(5 * 60_000);
    const ended = await look(execution);
    expect(ended).toMatchObject({ Status: "SUCCEEDED", Result: '{"greeting":"Hello Ada","attempt":3}' });
    const events = await history(execution);
    // AWS: the order of aws-durable-execution-conformance-tests (1-18, 5-9).
    expect(events.map(({ EventType, Name }) => [EventType, Name].join(" ").trim())).toEqual([
      `ExecutionStarted ${ended.DurableExecutionName}`,
      "StepStarted greet",
      "StepSucceeded greet",
      "WaitStarted pause",
      "InvocationCompleted",
      "WaitSucceeded pause",
      "StepStarted flaky",
      "StepFailed flaky",
      "InvocationCompleted",
      "StepStarted flaky",
      "StepFailed flaky",
      "InvocationCompleted",
      "StepStarted flaky",
      "StepSucceeded flaky",
      "InvocationCompleted",
      `ExecutionSucceeded ${ended.DurableExecutionName}`,
    ]);
    expect(events.map(({ EventId }) => EventId)).toEqual(events.map((_, at) => at + 1));
    expect(events[3]?.WaitStartedDetails).toMatchObject({ Duration: 3600 });
    expect(events[7]?.StepFailedDetails).toMatchObject({
      Error: { Payload: { ErrorMessage: "not yet" } },
      RetryDetails: { CurrentAttempt: 1, NextAttemptDelaySeconds: 300 },
    });
    expect(events[13]?.StepSucceededDetails).toMatchObject({
      Result: { Payload: "3", Truncated: false },
      RetryDetails: { CurrentAttempt: 3 },
    });
  });

  test("do things side by side, each with waits of its own", async () => {
    const { durable, begin, look } = bench;
    const arn = await durable(
      "parallel",
      `async (_event, context) => {
        const branches = await context.parallel("branches", [
          async (own) => { await own.wait({ minutes: 10 }); return own.step(async () => "slow"); },
          async (own) => own.step(async () => "quick"),
        ]);
        const squares = await context.map("squares", [1, 2, 3], async (own, item) => {
          await own.wait({ minutes: item });
          return own.step(async () => item * item);
        }, { maxConcurrency: 2 });
        return { branches: branches.getResults(), squares: squares.getResults() };
      }`,
    );
    const execution = await begin(arn);
    await yard.advance(0);
    for (let minute = 0; minute < 15; minute++) await yard.advance(60_000);
    expect(await look(execution)).toMatchObject({
      Status: "SUCCEEDED",
      Result: '{"branches":["slow","quick"],"squares":[1,4,9]}',
    });
  });

  test("wait for callbacks, which succeed, fail, or do not come in time", async () => {
    const { durable, begin, look, history, lambda } = bench;
    const arn = await durable(
      "approval",
      `async ({ timeout, heartbeatTimeout }, context) =>
        context.waitForCallback("approve", async (callbackId) => { console.log(callbackId); }, {
          ...(timeout && { timeout: { seconds: timeout } }),
          ...(heartbeatTimeout && { heartbeatTimeout: { seconds: heartbeatTimeout } }),
        })`,
    );
    const callbackOf = async (execution: string): Promise<string> => {
      const started = (await history(execution)).find(({ EventType }) => EventType === "CallbackStarted");
      return started?.CallbackStartedDetails?.CallbackId ?? "";
    };
    const [good, bad, late, silent] = await Promise.all([
      begin(arn),
      begin(arn),
      begin(arn, { timeout: 60 }),
      begin(arn, { heartbeatTimeout: 60 }),
    ]);
    await yard.advance(0);
    const callback = { CallbackId: await callbackOf(good) };
    await lambda.send(new SendDurableExecutionCallbackSuccessCommand({ ...callback, Result: '{"by":"Grace"}' }));
    const Error = { ErrorType: "Rejected", ErrorMessage: "not approved" };
    await lambda.send(new SendDurableExecutionCallbackFailureCommand({ CallbackId: await callbackOf(bad), Error }));
    await yard.advance(40_000);
    // A heartbeat gives the whole time anew; it does not move the timeout.
    for (const execution of [late, silent])
      await lambda
        .send(new SendDurableExecutionCallbackHeartbeatCommand({ CallbackId: await callbackOf(execution) }))
        .catch(() => undefined);
    await yard.advance(40_000);
    expect(await look(good)).toMatchObject({ Status: "SUCCEEDED" });
    expect((await look(good)).Result).toContain("Grace");
    expect(await look(bad)).toMatchObject({ Status: "FAILED", Error: { ErrorMessage: "not approved" } });
    expect(await look(late)).toMatchObject({ Status: "FAILED", Error: { ErrorMessage: "Callback timed out" } });
    expect((await look(silent)).Status).toBe("RUNNING");
    await yard.advance(30_000);
    expect(await look(silent)).toMatchObject({
      Status: "FAILED",
      Error: { ErrorMessage: "Callback timed out on heartbeat" },
    });
    // AWS: CallbackTimeoutException: "has already been closed".
    await expect(lambda.send(new SendDurableExecutionCallbackSuccessCommand(callback))).rejects.toMatchObject({
      name: "CallbackTimeoutException",
      $metadata: { httpStatusCode: 400 },
    });
  });

  test("call other functions, durable ones too, and see how those fail", async () => {
    const { create, durable, begin, look, history } = bench;
    const plain = await create("double", "export const handler = async ({ n }) => ({ n: 2 * n })");
    const failing = await create("failing", "export const handler = async () => { throw new RangeError('too far') }");
    const patient = await durable(
      "patient",
      `async ({ n }, context) => { await context.wait({ hours: 2 }); return { n: n + 1 }; }`,
      { timeoutSeconds: 86_400 },
    );
    const arn = await durable(
      "caller",
      `async (_event, context) => {
        const first = await context.invoke("plain", ${JSON.stringify(plain)}, { n: 20 });
        const second = await context.invoke("durable", ${JSON.stringify(patient)}, first);
        const third = await context.invoke("failing", ${JSON.stringify(failing)}, {}).catch((error) => error.message);
        const fourth = await context.invoke("missing", "nobody", {}).catch((error) => error.message);
        return { first, second, third, fourth };
      }`,
      { timeoutSeconds: 86_400, actions: ["lambda:InvokeFunction"] },
    );
    const execution = await begin(arn);
    await yard.advance(0);
    expect((await look(execution)).Status).toBe("RUNNING");
    await yard.advance(2 * HOUR_MS);
    const { Status, Result = "{}" } = await look(execution);
    expect(Status).toBe("SUCCEEDED");
    expect(JSON.parse(Result)).toEqual({
      first: { n: 40 },
      second: { n: 41 },
      third: "too far",
      fourth: expect.stringContaining("Function not found"),
    });
    const started = (await history(execution)).filter(({ EventType }) => EventType === "ChainedInvokeStarted");
    expect(started.map(({ ChainedInvokeStartedDetails: details }) => details)).toMatchObject([
      { FunctionName: plain, ExecutedVersion: "$LATEST", Input: { Payload: '{"n":20}' } },
      {
        FunctionName: patient,
        DurableExecutionArn: expect.stringContaining("function:patient:$LATEST/durable-execution/"),
      },
      { FunctionName: failing },
      { FunctionName: "nobody" },
    ]);
  });

  test("are waited for by synchronous callers, who may come again under the same name", async () => {
    const { durable, lambda, begin } = bench;
    const arn = await durable(
      "waited",
      `async (event, context) => { await context.wait({ minutes: 3 }); return event; }`,
    );
    const ask = (payload: object) =>
      lambda.send(
        new InvokeCommand({ FunctionName: arn, DurableExecutionName: "once", Payload: JSON.stringify(payload) }),
      );
    // Its own caller, one that attaches to it, and later one that finds it ended.
    const first = ask({ a: 1 });
    const execution = await begin(arn, { a: 1 }, { DurableExecutionName: "once" });
    const second = ask({ a: 1 });
    // AWS: "Idempotency": another payload under the name is refused, while it runs and afterwards.
    const refused = { name: "DurableExecutionAlreadyStartedException", $metadata: { httpStatusCode: 409 } };
    await expect(ask({ a: 2 })).rejects.toMatchObject(refused);
    await yard.advance(0);
    await yard.advance(3 * 60_000);
    for (const answer of await Promise.all([first, second, ask({ a: 1 })])) {
      expect(answer).toMatchObject({ StatusCode: 200, DurableExecutionArn: execution, ExecutedVersion: "$LATEST" });
      expect(Buffer.from(answer.Payload ?? []).toString()).toBe('{"a":1}');
    }
    await expect(ask({ a: 2 })).rejects.toMatchObject(refused);
  });

  test("fail, are stopped and time out, and their events go to the dead-letter queue", async () => {
    const { durable, begin, look, lambda, account } = bench;
    const sqs = account.client(SQSClient);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "given-up" }));
    const deadLetterArn = `arn:aws:sqs:${account.region}:${account.account}:given-up`;
    const arn = await durable(
      "ending",
      `async ({ fails }, context) => {
        if (fails) throw new TypeError("no use");
        await context.wait({ minutes: 9 });
        await context.wait({ minutes: 9 });
      }`,
      { timeoutSeconds: 600, actions: ["sqs:SendMessage"], deadLetterArn },
    );
    const failed = await begin(arn, { fails: true });
    const stopped = await begin(arn, { which: "stopped" });
    const timedOut = await begin(arn, { which: "timed out" });
    await yard.advance(0);
    expect(await look(failed)).toMatchObject({
      Status: "FAILED",
      Error: { ErrorType: "TypeError", ErrorMessage: "no use" },
    });
    const { StopTimestamp } = await lambda.send(
      new StopDurableExecutionCommand({ DurableExecutionArn: stopped, Error: { ErrorMessage: "enough" } }),
    );
    expect(await look(stopped)).toMatchObject({
      Status: "STOPPED",
      Error: { ErrorMessage: "enough" },
      EndTimestamp: StopTimestamp,
    });
    await yard.advance(9 * 60_000);
    expect((await look(timedOut)).Status).toBe("RUNNING");
    await yard.advance(60_000);
    expect((await look(timedOut)).Status).toBe("TIMED_OUT");
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
    );
    expect(new Set(Messages.map(({ Body }) => Body))).toEqual(
      new Set(['{"fails":true}', '{"which":"stopped"}', '{"which":"timed out"}']),
    );
  });

  test("begin again when the function crashes, with what was checkpointed", async () => {
    const { durable, begin, look, history } = bench;
    const arn = await durable(
      "crashing",
      `async (_event, context) => {
        const times = await context.step("once", async () => Date.now());
        await context.step("crash", async ({ attempt }) => { if (attempt === 1) process.exit(3); return attempt; }, {
          semantics: StepSemantics.AtMostOncePerRetry,
          retryStrategy: () => ({ shouldRetry: true, delay: { seconds: 1 } }),
        });
        return { same: times === await context.step("again", async () => times) };
      }`,
    );
    const execution = await begin(arn);
    await yard.advance(0);
    await yard.advance(60_000);
    await yard.advance(60_000);
    expect(await look(execution)).toMatchObject({ Status: "SUCCEEDED", Result: '{"same":true}' });
    // AWS: aws-durable-execution-conformance-tests, 1-18.
    const invocations = (await history(execution)).filter(({ EventType }) => EventType === "InvocationCompleted");
    expect(invocations[0]?.InvocationCompletedDetails?.Error?.Payload).toMatchObject({
      ErrorType: "Runtime.ExitError",
    });
  });

  test("tell EventBridge of each status", async () => {
    const { durable, begin, account } = bench;
    const sqs = account.client(SQSClient);
    const events = account.client(EventBridgeClient);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "statuses" }));
    const queueArn = `arn:aws:sqs:${account.region}:${account.account}:statuses`;
    const Policy = JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queueArn,
        },
      ],
    });
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
    const EventPattern = JSON.stringify({
      source: ["aws.lambda"],
      "detail-type": ["Durable Execution Status Change"],
      detail: { durableExecutionName: ["told"] },
    });
    await events.send(new PutRuleCommand({ Name: "statuses", EventPattern }));
    await events.send(new PutTargetsCommand({ Rule: "statuses", Targets: [{ Id: "queue", Arn: queueArn }] }));
    const arn = await durable("told", "async () => 1");
    const execution = await begin(arn, {}, { DurableExecutionName: "told" });
    await yard.advance(0);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const told = Messages.map(({ Body = "" }) => JSON.parse(Body) as { detail: { status: string } });
    // AWS: "Durable execution status change events".
    const detail = {
      durableExecutionArn: execution,
      durableExecutionName: "told",
      functionArn: arn,
      startTimestamp: expect.any(String),
    };
    expect(told.toSorted((a, b) => (a.detail.status < b.detail.status ? -1 : 1))).toMatchObject([
      { resources: [], detail: { ...detail, status: "RUNNING" } },
      { detail: { ...detail, status: "SUCCEEDED", endTimestamp: expect.any(String) } },
    ]);
  });

  test("are forgotten when they have been kept long enough", async () => {
    const { durable, begin, look } = bench;
    const arn = await durable("forgotten", "async () => 1", { retentionDays: 2 });
    const execution = await begin(arn, {}, { DurableExecutionName: "name" });
    await yard.advance(0);
    await yard.advance(47 * HOUR_MS);
    expect((await look(execution)).Status).toBe("SUCCEEDED");
    await yard.advance(2 * HOUR_MS);
    await expect(look(execution)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
    // AWS: "Idempotency": the name is free again, for another payload, too.
    expect(await begin(arn, { other: true }, { DurableExecutionName: "name" })).not.toBe(execution);
  });
});

test("a durable execution goes on in a yard that was stopped and started again", async () => {
  // An execution waits in one yard; another on the same state, an hour later, ends it.
  const stateDir = mkdtempSync(join(tmpdir(), "stackyard-durable-"));
  const first = await testYard({ stateDir });
  const { durable, begin, account } = await durableBench(first);
  const arn = await durable(
    "restarted",
    `async (_event, context) => {
      const before = await context.step(async () => "before");
      await context.wait({ hours: 1 });
      return before + " and after";
    }`,
    { timeoutSeconds: 86_400 },
  );
  const execution = await begin(arn);
  await first.advance(0);
  await first.stop();
  const second = await testYard({ stateDir });
  await second.advance(HOUR_MS);
  const { GetDurableExecutionCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
  const lambda = new LambdaClient({ ...account.config, endpoint: second.origin });
  expect(await lambda.send(new GetDurableExecutionCommand({ DurableExecutionArn: execution }))).toMatchObject({
    Status: "SUCCEEDED",
    Result: '"before and after"',
  });
  await second.stop();
  rmSync(stateDir, { recursive: true, force: true });
});
