// Labels, policies, the tier setting, and the events of parameters.

import {
  GetParameterCommand,
  GetParametersByPathCommand,
  GetServiceSettingCommand,
  DescribeParametersCommand,
  LabelParameterVersionCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  ResetServiceSettingCommand,
  SSMClient,
  UnlabelParameterVersionCommand,
  UpdateServiceSettingCommand,
} from "@aws-sdk/client-ssm";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { testYard, type TestYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;

let yard: TestYard;
beforeAll(async () => {
  yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.UTC(2026, 0, 1) }) });
});
afterAll(() => yard.stop());

function setUp() {
  const account = yard.account();
  const ssm = account.client(SSMClient);
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
  const get = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter;
  return { account, ssm, put, get };
}

// Goal: labels name versions, move, and hold the oldest version back. AWS: LabelParameterVersion, ParameterMaxVersionLimitExceeded.
test("labels select versions", async () => {
  const { ssm, put, get } = setUp();
  await put("/a/p", "one");
  await put("/a/p", "two", { Overwrite: true });
  const label = (Labels: string[], ParameterVersion?: number) =>
    ssm.send(new LabelParameterVersionCommand({ Name: "/a/p", Labels, ParameterVersion }));
  expect(await label(["prod", "1st", "aws-x", "SSM"], 1)).toMatchObject({
    ParameterVersion: 1,
    InvalidLabels: ["1st", "aws-x", "SSM"],
  });
  expect(await get("/a/p:prod")).toMatchObject({ Value: "one", Version: 1, Selector: ":prod" });
  const byLabel = { Path: "/a", ParameterFilters: [{ Key: "Label", Values: ["prod"] }] };
  const { Parameters } = await ssm.send(new GetParametersByPathCommand(byLabel));
  expect(Parameters?.map(({ Value }) => Value)).toEqual(["one"]);
  await label(["prod"]);
  expect(await get("/a/p:prod")).toMatchObject({ Value: "two" });
  await expect(get("/a/p:none")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
  await expect(label(Array.from({ length: 10 }, (_, index) => `l${index}`))).rejects.toMatchObject({
    name: "ParameterVersionLabelLimitExceeded",
  });
  const removed = await ssm.send(
    new UnlabelParameterVersionCommand({ Name: "/a/p", ParameterVersion: 2, Labels: ["prod", "other"] }),
  );
  expect([removed.RemovedLabels, removed.InvalidLabels]).toEqual([["prod"], ["other"]]);
  await label(["first"], 1);
  for (let version = 3; version <= 100; version += 1) await put("/a/p", `${version}`, { Overwrite: true });
  await expect(put("/a/p", "101", { Overwrite: true })).rejects.toMatchObject({
    name: "ParameterMaxVersionLimitExceeded",
    message: expect.stringContaining("Version 1, the oldest version, can't be deleted") as string,
  });
});

// Goal: a policy deletes at its time and tells before it, and every change is an event.
// AWS: "Assigning parameter policies", "Parameter Store events".
test("policies are applied on the yard's clock, and events tell", async () => {
  const { account, ssm, put, get } = setUp();
  const [sqs, events] = [account.client(SQSClient), account.client(EventBridgeClient)];
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "events" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  const Arn = Attributes?.["QueueArn"];
  const statement = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "*", Resource: "*" };
  const Policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  await events.send(new PutRuleCommand({ Name: "all", EventPattern: JSON.stringify({ source: ["aws.ssm"] }) }));
  await events.send(new PutTargetsCommand({ Rule: "all", Targets: [{ Id: "q", Arn }] }));
  const told = async (): Promise<string[]> => {
    await yard.yard.context.jobs.settled();
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body = "" }) => {
      const { "detail-type": type, detail } = JSON.parse(Body) as {
        "detail-type": string;
        detail: Record<string, string>;
      };
      return `${type}: ${detail["operation"] ?? detail["policy-type"] ?? ""}`;
    });
  };
  const at = (days: number): string => new Date(yard.clock.nowMs() + days * DAY_MS).toISOString();
  const Policies = JSON.stringify([
    { Type: "Expiration", Version: "1.0", Attributes: { Timestamp: at(30) } },
    { Type: "ExpirationNotification", Version: "1.0", Attributes: { Before: "10", Unit: "Days" } },
    { Type: "NoChangeNotification", Version: "1.0", Attributes: { After: "5", Unit: "Days" } },
  ]);
  await expect(put("p", "one", { Policies })).rejects.toMatchObject({ name: "ValidationException" });
  await put("p", "one", { Policies, Tier: "Intelligent-Tiering" });
  expect(await told()).toEqual(["Parameter Store Change: Create"]);
  await yard.advance(5 * DAY_MS);
  expect(await told()).toEqual(["Parameter Store Policy Action: NoChangeNotification"]);
  await put("p", "two", { Overwrite: true });
  expect(await told()).toEqual(["Parameter Store Change: Update"]);
  const { Parameters: [described] = [] } = await ssm.send(new DescribeParametersCommand({}));
  expect(described).toMatchObject({ Tier: "Advanced", Policies: [{ PolicyType: "Expiration" }, {}, {}] });
  await yard.advance(15 * DAY_MS);
  expect((await told()).toSorted()).toEqual([
    "Parameter Store Policy Action: ExpirationNotification",
    "Parameter Store Policy Action: NoChangeNotification",
  ]);
  await yard.advance(10 * DAY_MS);
  await expect(get("p")).rejects.toMatchObject({ name: "ParameterNotFound" });
  expect((await told()).toSorted()).toEqual([
    "Parameter Store Change: Delete",
    "Parameter Store Policy Action: Expiration",
  ]);
});

// Goal: what is no policy is refused in AWS's words. AWS: PutParameter, errors.
test.each([
  [[{ Type: "Other", Version: "1.0", Attributes: {} }], "InvalidPolicyTypeException"],
  [[{ Type: "Expiration", Version: "1.0", Attributes: { Timestamp: "soon" } }], "InvalidPolicyAttributeException"],
  [
    [{ Type: "ExpirationNotification", Version: "1.0", Attributes: { Before: "1", Unit: "Days" } }],
    "IncompatiblePolicyException",
  ],
  [
    Array.from({ length: 11 }, () => ({
      Type: "NoChangeNotification",
      Version: "1.0",
      Attributes: { After: "1", Unit: "Days" },
    })),
    "PoliciesLimitExceededException",
  ],
])("%j", async (policies, name) => {
  const { put } = setUp();
  await expect(put("p", "v", { Tier: "Advanced", Policies: JSON.stringify(policies) })).rejects.toMatchObject({ name });
});

// Goal: the tier of parameters that name none is the account's choice. AWS: UpdateServiceSetting.
test("the default tier can be changed", async () => {
  const { ssm, put } = setUp();
  const SettingId = "/ssm/parameter-store/default-parameter-tier";
  await ssm.send(new UpdateServiceSettingCommand({ SettingId, SettingValue: "Advanced" }));
  expect((await put("p", "v")).Tier).toBe("Advanced");
  expect((await ssm.send(new GetServiceSettingCommand({ SettingId }))).ServiceSetting).toMatchObject({
    SettingValue: "Advanced",
    Status: "Customized",
  });
  await ssm.send(new ResetServiceSettingCommand({ SettingId }));
  expect((await put("q", "v")).Tier).toBe("Standard");
  await expect(ssm.send(new GetServiceSettingCommand({ SettingId: "/ssm/other" }))).rejects.toMatchObject({
    name: "ServiceSettingNotFound",
  });
});
