// Rotation by functions that really run.

import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";
import { lambdaBench } from "../../lambda/test/bench.ts";

const DAY_MS = 86_400_000;

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1, 9, 30) }) });
});
afterAll(() => yard.stop());

// AWS: "Lambda rotation functions": the four steps, as its template for other secrets does them.
const ROTATOR = `
  import {
    DescribeSecretCommand, GetRandomPasswordCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient,
    UpdateSecretVersionStageCommand,
  } from "@aws-sdk/client-secrets-manager";
  const client = new SecretsManagerClient({});
  export const handler = async ({ Step, SecretId, ClientRequestToken }) => {
    const { VersionIdsToStages: stages } = await client.send(new DescribeSecretCommand({ SecretId }));
    if (!stages[ClientRequestToken]) throw new Error("no such version");
    if (stages[ClientRequestToken].includes("AWSCURRENT")) return;
    if (Step === "createSecret") {
      const { RandomPassword } = await client.send(new GetRandomPasswordCommand({ ExcludePunctuation: true }));
      await client.send(
        new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString: RandomPassword, VersionStages: ["AWSPENDING"] }),
      );
    }
    if (Step === "testSecret" && !stages[ClientRequestToken].includes("AWSPENDING")) throw new Error("not pending");
    if (Step === "setSecret")
      await client.send(new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken, VersionStage: "AWSPENDING" }));
    if (Step === "finishSecret") {
      const current = Object.keys(stages).find((id) => stages[id].includes("AWSCURRENT"));
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current,
        }),
      );
    }
  };`;

async function setUp(source = ROTATOR) {
  const bench = await lambdaBench(yard);
  const client = bench.account.client(SecretsManagerClient);
  const Role = await bench.role("rotator", ["secretsmanager:*"]);
  const RotationLambdaARN = await bench.create("rotator", source, { Role, Timeout: 30 });
  const allow = () =>
    bench.lambda.send(
      new AddPermissionCommand({
        FunctionName: "rotator",
        StatementId: "rotation",
        Action: "lambda:InvokeFunction",
        Principal: "secretsmanager.amazonaws.com",
        SourceAccount: bench.account.account,
      }),
    );
  await client.send(new CreateSecretCommand({ Name: "s", SecretString: "first" }));
  const rotate = (more: Partial<ConstructorParameters<typeof RotateSecretCommand>[0]> = {}) =>
    client.send(new RotateSecretCommand({ SecretId: "s", RotationLambdaARN, ...more }));
  const value = async () => (await client.send(new GetSecretValueCommand({ SecretId: "s" }))).SecretString;
  const describe = () => client.send(new DescribeSecretCommand({ SecretId: "s" }));
  return { client, RotationLambdaARN, allow, rotate, value, describe };
}

// Goal: a rotation now, and then by the schedule for as long as it is on. AWS: RotateSecret, CancelRotateSecret.
test("rotates at once, by the schedule, and no more after it is cancelled", async () => {
  const { client, allow, rotate, value, describe } = await setUp();
  await allow();
  await rotate({ RotationRules: { AutomaticallyAfterDays: 7 } });
  await yard.yard.context.jobs.settled();
  const second = await value();
  expect(second).toMatch(/^[A-Za-z0-9]{32}$/);
  expect(await describe()).toMatchObject({
    RotationEnabled: true,
    RotationRules: { AutomaticallyAfterDays: 7 },
    LastRotatedDate: new Date(yard.clock.nowMs()),
    // AWS: the window of a schedule in days begins at midnight.
    NextRotationDate: new Date(Math.floor((yard.clock.nowMs() + 7 * DAY_MS) / DAY_MS) * DAY_MS),
  });
  await yard.advance(7 * DAY_MS);
  const third = await value();
  expect(third).not.toBe(second);
  await client.send(new CancelRotateSecretCommand({ SecretId: "s" }));
  await yard.advance(30 * DAY_MS);
  expect(await value()).toBe(third);
  const { RotationEnabled, NextRotationDate } = await describe();
  expect([RotationEnabled, NextRotationDate]).toEqual([false, undefined]);
});

// Goal: without RotateImmediately the function is only tried, and nothing stays of it. AWS: RotateSecret, RotateImmediately.
test("tries the function where the rotation is to come later", async () => {
  const { allow, rotate, value, describe } = await setUp();
  await allow();
  await rotate({ RotateImmediately: false, RotationRules: { ScheduleExpression: "cron(0 8 ? * MON *)" } });
  await yard.yard.context.jobs.settled();
  expect(await value()).toBe("first");
  const { VersionIdsToStages = {}, NextRotationDate } = await describe();
  expect(Object.values(VersionIdsToStages)).toEqual([["AWSCURRENT"]]);
  expect([NextRotationDate?.getUTCDay(), NextRotationDate?.getUTCHours()]).toEqual([1, 8]);
});

// Goal: what cannot work is refused before anything is kept. AWS: RotateSecret, errors.
test("refuses a function that it may not call, and rules that are none", async () => {
  const { client, allow, rotate, describe } = await setUp();
  await expect(rotate()).rejects.toMatchObject({ name: "AccessDeniedException" });
  await allow();
  await expect(client.send(new RotateSecretCommand({ SecretId: "s" }))).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: "No Lambda rotation function ARN is associated with this secret.",
  });
  for (const RotationRules of [
    { ScheduleExpression: "rate(3 hours)" },
    { ScheduleExpression: "cron(5 8 ? * MON *)" },
    { ScheduleExpression: "rate(4 hours)", AutomaticallyAfterDays: 1 },
  ])
    await expect(rotate({ RotationRules })).rejects.toMatchObject({ name: "InvalidParameterException" });
  expect((await describe()).RotationEnabled).toBeUndefined();
});

// Goal: a rotation that failed keeps the old value, is tried again, and keeps others from starting. AWS: RotateSecret, "A previous rotation".
test("a failed rotation is taken up again", async () => {
  const { allow, rotate, value, describe } = await setUp(
    'export const handler = async () => { throw new Error("no") };',
  );
  await allow();
  const { VersionId } = await rotate();
  await yard.yard.context.jobs.settled();
  expect(await value()).toBe("first");
  expect((await describe()).VersionIdsToStages).toMatchObject({ [VersionId ?? ""]: ["AWSPENDING"] });
  await expect(rotate()).rejects.toMatchObject({
    name: "InvalidRequestException",
    message: "A previous rotation isn't complete. That rotation will be reattempted.",
  });
});
