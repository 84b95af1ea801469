// Schedules and groups through the SDK over HTTP, with each error that AWS documents.

import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { document, schedulerBench } from "./bench.ts";

const FAR = "at(2099-12-24T18:00:00)";

async function setUp() {
  const bench = await schedulerBench(await sharedYard());
  const { arn } = await bench.queue("q");
  return { ...bench, arn };
}

// Goal: what was made is shown, with what holds by default. AWS: CreateSchedule, GetSchedule.
test("shows a schedule with its defaults", async () => {
  const { scheduler, create, arn, RoleArn, account } = await setUp();
  await create("s", FAR, { Arn: arn, Input: "x" });
  const {
    $metadata: _,
    CreationDate,
    LastModificationDate,
    ...shown
  } = await scheduler.send(new GetScheduleCommand({ Name: "s" }));
  expect(CreationDate).toEqual(LastModificationDate);
  expect(shown).toEqual({
    Arn: `arn:aws:scheduler:${account.region}:${account.account}:schedule/default/s`,
    Name: "s",
    GroupName: "default",
    ScheduleExpression: FAR,
    ScheduleExpressionTimezone: "UTC",
    State: "ENABLED",
    ActionAfterCompletion: "NONE",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: {
      Arn: arn,
      RoleArn,
      Input: "x",
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
  const ClientToken = "token-1";
  await create("t", FAR, { Arn: arn }, { ClientToken });
  await create("t", FAR, { Arn: arn }, { ClientToken });
  await expect(create("t", FAR, { Arn: arn })).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule t already exists.",
    $metadata: { httpStatusCode: 409 },
  });
});

// Goal: what no schedule may be. AWS: CreateSchedule, ValidationException; wordings recorded where errors.ts says so.
test.each<[string, Partial<CreateScheduleCommandInput>, string]>([
  ["expression", { ScheduleExpression: "every day" }, "Invalid Schedule Expression every day."],
  ["cron without a ?", { ScheduleExpression: "cron(0 9 * * * *)" }, "Invalid Schedule Expression cron(0 9 * * * *)."],
  ["rate", { ScheduleExpression: "rate(0 minutes)" }, "Invalid Schedule Expression rate(0 minutes)."],
  ["date", { ScheduleExpression: "at(2026-02-31T00:00:00)" }, "Invalid Schedule Expression at(2026-02-31T00:00:00)."],
  ["zone", { ScheduleExpressionTimezone: "Mars/Olympus" }, "Invalid ScheduleExpressionTimezone Mars/Olympus."],
  ["window", { FlexibleTimeWindow: { Mode: "FLEXIBLE" } }, "MaximumWindowInMinutes must be provided"],
  ["no window", { FlexibleTimeWindow: { Mode: "OFF", MaximumWindowInMinutes: 5 } }, "must not be provided"],
  [
    "start",
    { ScheduleExpression: "rate(1 hour)", StartDate: new Date(0) },
    "The StartDate you specify cannot be earlier than 5 minutes ago.",
  ],
  ["end", { ScheduleExpression: "rate(1 hour)", EndDate: new Date(0) }, "The EndDate you specify must be"],
  ["name", { Name: "a b" }, "failed to satisfy constraint"],
  [
    "wide window",
    { FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 1_441 } },
    "less than or equal to 1440",
  ],
])("refuses the %s", async (_name, more, message) => {
  const { create, arn } = await setUp();
  await expect(create("s", FAR, { Arn: arn }, more)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining(message),
    $metadata: { httpStatusCode: 400 },
  });
});

// Goal: what no target may be. AWS: "Using templated targets", "Using universal targets": actions that only read are refused.
test.each<[string, object, string]>([
  ["text", { Arn: "queue" }, "Provided Arn is not in correct format."],
  ["service", { Arn: "arn:aws:iam::123456789012:user/x" }, "Provided Arn is not in correct format."],
  ["reading", { Arn: "arn:aws:scheduler:::aws-sdk:sqs:receiveMessage" }, "is not supported"],
  ["unknown action", { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendPigeon" }, "is not supported"],
  [
    "unknown field",
    { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input: '{"Colour":"red"}' },
    "Invalid RequestJson provided. Reason The field 'Colour' is not supported by api 'sendMessage' for the service 'sqs'.",
  ],
  ["no JSON", { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input: "x" }, "Invalid RequestJson provided."],
  ["function's input", { Arn: "arn:aws:lambda:us-east-1:123456789012:function:f", Input: "x" }, "Invalid RequestJson"],
  ["FIFO queue", { Arn: "arn:aws:sqs:us-east-1:123456789012:q.fifo" }, "SqsParameters must be specified"],
  ["bus", { Arn: "arn:aws:events:us-east-1:123456789012:event-bus/default" }, "EventBridgeParameters must be"],
  ["stream", { Arn: "arn:aws:kinesis:us-east-1:123456789012:stream/s" }, "KinesisParameters must be specified"],
  ["parameters of another", { KinesisParameters: { PartitionKey: "p" } }, "KinesisParameters cannot be specified"],
  ["dead letters", { DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:123456789012:q.fifo" } }, "failed to satisfy"],
])("refuses the target: %s", async (_name, target, message) => {
  const { create, arn } = await setUp();
  await expect(create("s", FAR, { Arn: arn, ...target })).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining(message),
  });
});

// Goal: what AWS has and is not there says so.
test("says what it cannot call", async () => {
  const { create } = await setUp();
  for (const Arn of ["arn:aws:ecs:us-east-1:123456789012:cluster/c", "arn:aws:scheduler:::aws-sdk:glue:startJobRun"])
    await expect(create("s", FAR, { Arn })).rejects.toMatchObject({ name: "NotImplemented" });
});

// Goal: roles: one that does not trust Scheduler, one that only trusts another group's schedules, and one that the caller may not pass. AWS: "Setting
// up EventBridge Scheduler", confused deputy: aws:SourceArn is the group.
test("asks whether the role may be used", async () => {
  const { create, arn, role, account } = await setUp();
  const trustFor = (group: string): string =>
    document({
      Principal: { Service: "scheduler.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: {
        StringEquals: {
          "aws:SourceArn": `arn:aws:scheduler:${account.region}:${account.account}:schedule-group/${group}`,
        },
      },
    });
  const refused = {
    name: "ValidationException",
    message: "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
  };
  const lambdas = document({ Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
  for (const RoleArn of [
    await role("lambdas", "sqs:*", lambdas),
    await role("others", "sqs:*", trustFor("others")),
    `arn:aws:iam::${account.account}:role/none`,
  ])
    await expect(create("s", FAR, { Arn: arn, RoleArn })).rejects.toMatchObject(refused);
  await create("s", FAR, { Arn: arn, RoleArn: await role("defaults", "sqs:*", trustFor("default")) });
});

// Goal: what is not there. AWS: ResourceNotFoundException of each operation; wordings recorded.
test("does not find what is not there", async () => {
  const { scheduler, create, arn, RoleArn } = await setUp();
  const schedule = {
    Name: "none",
    ScheduleExpression: FAR,
    FlexibleTimeWindow: { Mode: "OFF" as const },
    Target: { Arn: arn, RoleArn },
  };
  const absent = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };
  for (const command of [
    new GetScheduleCommand({ Name: "none" }),
    new DeleteScheduleCommand({ Name: "none" }),
    new UpdateScheduleCommand(schedule),
  ])
    await expect(scheduler.send(command as GetScheduleCommand)).rejects.toMatchObject({
      ...absent,
      message: "Schedule none does not exist.",
    });
  for (const call of [
    () => create("s", FAR, { Arn: arn }, { GroupName: "none" }),
    () => scheduler.send(new GetScheduleGroupCommand({ Name: "none" })),
    () => scheduler.send(new DeleteScheduleGroupCommand({ Name: "none" })),
    () => scheduler.send(new ListSchedulesCommand({ GroupName: "none" })),
  ])
    await expect(call()).rejects.toMatchObject({ ...absent, message: "Schedule group none does not exist." });
});

// Goal: groups hold schedules and tags, and take their schedules with them. AWS: "Managing schedule groups".
test("groups schedules", async () => {
  const { yard, scheduler, create, arn, account } = await setUp();
  const Tags = [{ Key: "a", Value: "1" }];
  const { ScheduleGroupArn: ResourceArn } = await scheduler.send(
    new CreateScheduleGroupCommand({ Name: "team", Tags }),
  );
  expect(ResourceArn).toBe(`arn:aws:scheduler:${account.region}:${account.account}:schedule-group/team`);
  await expect(scheduler.send(new CreateScheduleGroupCommand({ Name: "team" }))).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule group team already exists.",
  });
  await create("same", FAR, { Arn: arn }, { GroupName: "team" });
  await create("same", FAR, { Arn: arn });
  await create("other", FAR, { Arn: arn }, { GroupName: "team", State: "DISABLED" });
  const list = async (input: object) =>
    ((await scheduler.send(new ListSchedulesCommand(input))).Schedules ?? []).map(
      ({ GroupName, Name }) => `${GroupName}/${Name}`,
    );
  expect(await list({})).toEqual(["default/same", "team/other", "team/same"]);
  expect(await list({ GroupName: "team" })).toEqual(["team/other", "team/same"]);
  expect(await list({ NamePrefix: "sa" })).toEqual(["default/same", "team/same"]);
  expect(await list({ State: "DISABLED" })).toEqual(["team/other"]);
  const first = await scheduler.send(new ListSchedulesCommand({ MaxResults: 2 }));
  expect(await list({ NextToken: first.NextToken })).toEqual(["team/same"]);
  await expect(list({ NextToken: "x" })).rejects.toMatchObject({ name: "ValidationException" });

  await scheduler.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "b", Value: "2" }] }));
  await scheduler.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  const { Tags: left } = await scheduler.send(new ListTagsForResourceCommand({ ResourceArn }));
  expect(left).toEqual([{ Key: "b", Value: "2" }]);
  const absent = { name: "ResourceNotFoundException" };
  const nothing = { ResourceArn: `${ResourceArn}x` };
  await expect(scheduler.send(new ListTagsForResourceCommand(nothing))).rejects.toMatchObject(absent);
  await expect(scheduler.send(new TagResourceCommand({ ...nothing, Tags }))).rejects.toMatchObject(absent);
  await expect(scheduler.send(new UntagResourceCommand({ ...nothing, TagKeys: ["a"] }))).rejects.toMatchObject(absent);

  expect((await scheduler.send(new GetScheduleGroupCommand({ Name: "team" }))).State).toBe("ACTIVE");
  await scheduler.send(new DeleteScheduleGroupCommand({ Name: "team" }));
  await yard.yard.context.jobs.settled();
  expect(await list({})).toEqual(["default/same"]);
  const groups = await scheduler.send(new ListScheduleGroupsCommand({}));
  expect(groups.ScheduleGroups?.map(({ Name }) => Name)).toEqual(["default"]);
  await expect(scheduler.send(new DeleteScheduleGroupCommand({ Name: "default" }))).rejects.toMatchObject({
    name: "ValidationException",
  });
});

// Goal: an account has 500 groups at most. AWS: "Quotas for Amazon EventBridge Scheduler"; ServiceQuotaExceededException has the status 402.
test("has room for so many groups", async () => {
  const { scheduler } = await setUp();
  const create = (index: number) => scheduler.send(new CreateScheduleGroupCommand({ Name: `group-${index}` }));
  // The default group is one of them.
  await Promise.all(Array.from({ length: 499 }, (_, index) => create(index)));
  await expect(create(499)).rejects.toMatchObject({
    name: "ServiceQuotaExceededException",
    $metadata: { httpStatusCode: 402 },
  });
});

// Goal: who may not hand the role over makes no schedule. AWS: "Identity-based policies": iam:PassRole.
test("needs the permission to pass the role", async () => {
  const { account, arn, RoleArn } = await setUp();
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "planner" }));
  const PolicyDocument = document({ Action: "scheduler:*", Resource: "*" });
  await iam.send(new PutUserPolicyCommand({ UserName: "planner", PolicyName: "p", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "planner" }));
  const planner = account.clientWith(SchedulerClient, {
    accessKeyId: AccessKey?.AccessKeyId ?? "",
    secretAccessKey: AccessKey?.SecretAccessKey ?? "",
  });
  await expect(
    planner.send(
      new CreateScheduleCommand({
        Name: "s",
        ScheduleExpression: FAR,
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: arn, RoleArn },
      }),
    ),
  ).rejects.toMatchObject({ name: "AccessDeniedException", message: expect.stringContaining("iam:PassRole") });
});

// Goal: an input under a customer's key is read only while the key may be used. AWS: "Data encryption at rest for EventBridge Scheduler".
test("seals the input under a key", async () => {
  const { account, scheduler, create, arn } = await setUp();
  const kms = account.client(KMSClient);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await create("sealed", FAR, { Arn: arn, Input: "secret" }, { KmsKeyArn: KeyMetadata?.Arn });
  const get = () => scheduler.send(new GetScheduleCommand({ Name: "sealed" }));
  expect(await get()).toMatchObject({ KmsKeyArn: KeyMetadata?.Arn, Target: { Input: "secret" } });
  await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata?.KeyId }));
  await expect(get()).rejects.toMatchObject({ name: "DisabledException" });
});
