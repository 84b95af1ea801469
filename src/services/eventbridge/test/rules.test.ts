// Buses, rules, targets and tags by the API, with each documented error; schedules on the yard's clock; archives and replays.

import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  StartReplayCommand,
  TagResourceCommand,
  TestEventPatternCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eventbridge";
import { expect, onTestFinished, test } from "vitest";
import { createClock } from "../../../kernel/clock.ts";
import { sharedYard, testYard } from "../../../testing/harness.ts";
import { bodies, toolsOf } from "./set-up.ts";

async function setUp() {
  const yard = await sharedYard();
  return { yard, ...toolsOf(yard, yard.account()) };
}

/** A yard whose time stands still until it is moved. */
async function setUpTime() {
  const yard = await testYard({ clock: createClock({ mode: "virtual", startMs: Date.parse("2026-11-21T08:00:30Z") }) });
  onTestFinished(() => yard.stop());
  return { yard, ...toolsOf(yard, yard.account()) };
}

test("buses are made, shown, listed and deleted", async () => {
  const { account, events } = await setUp();
  const arn = `arn:aws:events:${account.region}:${account.account}:event-bus`;
  expect(await events.send(new CreateEventBusCommand({ Name: "shop", Description: "d" }))).toMatchObject({
    EventBusArn: `${arn}/shop`,
    Description: "d",
  });
  await expect(events.send(new CreateEventBusCommand({ Name: "shop" }))).rejects.toMatchObject({
    name: "ResourceAlreadyExistsException",
    message: "Event bus shop already exists.",
  });
  await expect(events.send(new CreateEventBusCommand({ Name: "default" }))).rejects.toThrow(
    "Event bus default already exists.",
  );
  expect((await events.send(new ListEventBusesCommand({}))).EventBuses?.map(({ Arn }) => Arn)).toEqual([
    `${arn}/default`,
    `${arn}/shop`,
  ]);
  const page = await events.send(new ListEventBusesCommand({ Limit: 1 }));
  expect((await events.send(new ListEventBusesCommand({ NextToken: page.NextToken }))).EventBuses).toHaveLength(1);
  await events.send(new PutRuleCommand({ Name: "r", EventBusName: "shop", EventPattern: '{"source":["x"]}' }));
  await expect(events.send(new DeleteEventBusCommand({ Name: "shop" }))).rejects.toThrow(
    "Event bus can't be deleted since it has rules.",
  );
  await events.send(new DeleteRuleCommand({ Name: "r", EventBusName: "shop" }));
  await events.send(new DeleteEventBusCommand({ Name: "shop" }));
  await events.send(new DeleteEventBusCommand({ Name: "shop" }));
  await expect(events.send(new DescribeEventBusCommand({ Name: "shop" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Event bus shop does not exist.",
  });
  await expect(events.send(new DeleteEventBusCommand({ Name: "default" }))).rejects.toThrow(
    "Cannot delete event bus default.",
  );
});

test("a bus's policy is written statement by statement, or as a whole", async () => {
  const { events } = await setUp();
  const policy = async (): Promise<unknown> =>
    JSON.parse((await events.send(new DescribeEventBusCommand({}))).Policy ?? "null");
  await events.send(
    new PutPermissionCommand({ StatementId: "a", Action: "events:PutEvents", Principal: "111122223333" }),
  );
  await events.send(new PutPermissionCommand({ StatementId: "b", Action: "events:PutEvents", Principal: "*" }));
  expect(await policy()).toMatchObject({
    Statement: [
      { Sid: "a", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      { Sid: "b", Principal: "*" },
    ],
  });
  await events.send(new RemovePermissionCommand({ StatementId: "a" }));
  expect(await policy()).toMatchObject({ Statement: [{ Sid: "b" }] });
  await expect(events.send(new RemovePermissionCommand({ StatementId: "a" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
  await events.send(new RemovePermissionCommand({ RemoveAllPermissions: true }));
  expect(await policy()).toBeNull();
  await expect(events.send(new PutPermissionCommand({ Policy: "{" }))).rejects.toThrow("Policy is not valid JSON.");
});

test("rules and targets are written, shown and taken away", async () => {
  const { account, events, queueArn } = await setUp();
  const EventPattern = '{"source":["shop"]}';
  const { RuleArn } = await events.send(
    new PutRuleCommand({ Name: "r", EventPattern, Description: "d", Tags: [{ Key: "a", Value: "1" }] }),
  );
  expect(RuleArn).toBe(`arn:aws:events:${account.region}:${account.account}:rule/r`);
  expect(await events.send(new DescribeRuleCommand({ Name: "r" }))).toMatchObject({
    Name: "r",
    Arn: RuleArn,
    EventPattern,
    State: "ENABLED",
    Description: "d",
    EventBusName: "default",
    CreatedBy: account.account,
  });
  const Targets = ["1", "2"].map((Id) => ({ Id, Arn: queueArn("q") }));
  expect(await events.send(new PutTargetsCommand({ Rule: "r", Targets }))).toMatchObject({ FailedEntryCount: 0 });
  expect((await events.send(new ListTargetsByRuleCommand({ Rule: "r" }))).Targets).toEqual(Targets);
  expect((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: queueArn("q") }))).RuleNames).toEqual(["r"]);
  await expect(events.send(new DeleteRuleCommand({ Name: "r" }))).rejects.toThrow(
    "Rule can't be deleted since it has targets.",
  );
  expect(await events.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["1", "9"] }))).toMatchObject({
    FailedEntryCount: 1,
    FailedEntries: [{ TargetId: "9", ErrorCode: "ResourceNotFoundException" }],
  });
  // AWS: PutRule: what is left out is set to nothing; targets and tags stay.
  await events.send(new PutRuleCommand({ Name: "r", ScheduleExpression: "rate(5 minutes)", State: "DISABLED" }));
  const replaced = await events.send(new DescribeRuleCommand({ Name: "r" }));
  expect(replaced).toMatchObject({ ScheduleExpression: "rate(5 minutes)", State: "DISABLED" });
  expect(replaced.EventPattern).toBeUndefined();
  expect((await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags).toEqual([
    { Key: "a", Value: "1" },
  ]);
  await events.send(new TagResourceCommand({ ResourceARN: RuleArn, Tags: [{ Key: "b", Value: "2" }] }));
  await events.send(new UntagResourceCommand({ ResourceARN: RuleArn, TagKeys: ["a"] }));
  expect((await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }))).Tags).toEqual([
    { Key: "b", Value: "2" },
  ]);
  expect((await events.send(new ListRulesCommand({ NamePrefix: "x" }))).Rules).toEqual([]);
  await events.send(new RemoveTargetsCommand({ Rule: "r", Ids: ["2"] }));
  await events.send(new DeleteRuleCommand({ Name: "r" }));
  await events.send(new DeleteRuleCommand({ Name: "r" }));
  await expect(events.send(new DescribeRuleCommand({ Name: "r" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Rule r does not exist on EventBus default.",
  });
});

test.each([
  [{}, "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."],
  [{ EventPattern: "{" }, "InvalidEventPatternException", "Event pattern is not valid. Reason: Invalid JSON"],
  [
    { EventPattern: '{"a":"x"}' },
    "InvalidEventPatternException",
    'Event pattern is not valid. Reason: "a" must be an object or an array',
  ],
  [{ ScheduleExpression: "rate(1 minutes)" }, "ValidationException", "Parameter ScheduleExpression is not valid."],
  [
    { ScheduleExpression: "at(2026-01-01T00:00:00)" },
    "ValidationException",
    "Parameter ScheduleExpression is not valid.",
  ],
  [
    { ScheduleExpression: "rate(1 minute)", EventBusName: "shop" },
    "ValidationException",
    "ScheduleExpression is supported only on the default event bus.",
  ],
  [
    { EventPattern: '{"a":["x"]}', EventBusName: "gone" },
    "ResourceNotFoundException",
    "Event bus gone does not exist.",
  ],
])("PutRule refuses %j", async (input, name, message) => {
  const { events } = await setUp();
  await expect(events.send(new PutRuleCommand({ Name: "r", ...input }))).rejects.toMatchObject({ name, message });
});

test("PutTargets refuses what it could not deliver", async () => {
  const { account, events, queueArn } = await setUp();
  const { region, account: id } = account;
  await events.send(new PutRuleCommand({ Name: "r", EventPattern: '{"a":[1]}' }));
  const put = (target: object) =>
    events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "t", Arn: queueArn("q"), ...target }] }));
  await expect(put({ Arn: "queue" })).rejects.toThrow(
    "Parameter queue is not valid. Reason: Provided Arn is not in correct format.",
  );
  await expect(put({ Arn: `arn:aws:ecs:${region}:${id}:cluster/c` })).rejects.toMatchObject({ name: "NotImplemented" });
  await expect(put({ Arn: `arn:aws:kinesis:${region}:${id}:stream/s` })).rejects.toThrow(
    "RoleArn is required for target",
  );
  await expect(put({ Arn: queueArn("q.fifo") })).rejects.toThrow(
    "Parameter(s) SqsParameters must be specified for target: t.",
  );
  await expect(put({ Input: "{" })).rejects.toThrow("JSON syntax error in input for target t.");
  await expect(put({ InputPath: "detail" })).rejects.toThrow("Parameter InputPath is not valid.");
  await expect(put({ Input: "1", InputPath: "$" })).rejects.toThrow(
    "Only one of Input, InputPath, or InputTransformer must be provided for target t.",
  );
  await expect(put({ InputTransformer: { InputTemplate: '"<x>"' } })).rejects.toThrow(
    "No valid placeholder found for <x>",
  );
  const six = Array.from({ length: 6 }, (_, index) => ({ Id: `${index}`, Arn: queueArn("q") }));
  await expect(events.send(new PutTargetsCommand({ Rule: "r", Targets: six }))).rejects.toMatchObject({
    name: "LimitExceededException",
  });
  await expect(events.send(new PutTargetsCommand({ Rule: "gone", Targets: six.slice(0, 1) }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});

test("a pattern is tested against an event", async () => {
  const { events } = await setUp();
  const event = {
    id: "1",
    account: "1",
    source: "shop",
    time: "t",
    region: "r",
    resources: [],
    "detail-type": "x",
    detail: { n: 1 },
  };
  const ask = (EventPattern: string, Event = JSON.stringify(event)) =>
    events.send(new TestEventPatternCommand({ EventPattern, Event }));
  expect((await ask('{"detail":{"n":[{"numeric":[">",0]}]}}')).Result).toBe(true);
  expect((await ask('{"source":["other"]}')).Result).toBe(false);
  await expect(ask('{"source":[]}')).rejects.toThrow(
    "Event pattern is not valid. Reason: Empty arrays are not allowed",
  );
  await expect(ask('{"source":["x"]}', "{")).rejects.toThrow("Parameter Event is not valid.");
  await expect(ask('{"source":["x"]}', "{}")).rejects.toThrow("Parameter id is required in Event.");
});

test("a schedule triggers its targets on the yard's clock, until it is disabled", async () => {
  const { yard, account, events, queue, queueArn, drain } = await setUpTime();
  const url = await queue("q");
  const { RuleArn } = await events.send(new PutRuleCommand({ Name: "r", ScheduleExpression: "rate(5 minutes)" }));
  await events.send(new PutTargetsCommand({ Rule: "r", Targets: [{ Id: "q", Arn: queueArn("q") }] }));
  await yard.advance(11 * 60_000);
  const times = bodies(await drain(url)).map((event) => (event as { time: string }).time);
  expect(times.sort()).toEqual(["2026-11-21T08:05:30Z", "2026-11-21T08:10:30Z"]);
  // AWS: "Scheduled Event".
  await events.send(new PutRuleCommand({ Name: "r", ScheduleExpression: "cron(0 9 * * ? *)" }));
  await yard.advance(60 * 60_000);
  expect(bodies(await drain(url))).toMatchObject([
    {
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: account.account,
      time: "2026-11-21T09:00:00Z",
      resources: [RuleArn],
      detail: {},
    },
  ]);
  await events.send(new DisableRuleCommand({ Name: "r" }));
  await yard.advance(48 * 3_600_000);
  expect(await drain(url)).toEqual([]);
});

test("an archive keeps what it wants, and a replay brings it back, marked", async () => {
  const { yard, account, events, queue, queueArn, rule, put, drain } = await setUpTime();
  const url = await queue("q");
  await rule("r", [{ Id: "q", Arn: queueArn("q") }]);
  const bus = `arn:aws:events:${account.region}:${account.account}:event-bus/default`;
  await events.send(
    new CreateArchiveCommand({
      ArchiveName: "a",
      EventSourceArn: bus,
      EventPattern: '{"detail":{"n":[1,2]}}',
      RetentionDays: 2,
    }),
  );
  await put({ Detail: '{"n":1}' }, { Detail: '{"n":3}' }, { Detail: '{"n":2}' });
  expect(await drain(url)).toHaveLength(3);
  expect(await events.send(new DescribeArchiveCommand({ ArchiveName: "a" }))).toMatchObject({
    EventCount: 2,
    State: "ENABLED",
    RetentionDays: 2,
  });
  await yard.advance(3_600_000);
  const replay = (ReplayName: string) =>
    events.send(
      new StartReplayCommand({
        ReplayName,
        EventSourceArn: `arn:aws:events:${account.region}:${account.account}:archive/a`,
        EventStartTime: new Date(yard.clock.nowMs() - 2 * 3_600_000),
        EventEndTime: new Date(yard.clock.nowMs()),
        Destination: { Arn: bus },
      }),
    );
  expect(await replay("again")).toMatchObject({ State: "STARTING" });
  expect(bodies(await drain(url))).toMatchObject([
    { detail: { n: 1 }, "replay-name": "again" },
    { detail: { n: 2 }, "replay-name": "again" },
  ]);
  expect(await events.send(new DescribeReplayCommand({ ReplayName: "again" }))).toMatchObject({ State: "COMPLETED" });
  await expect(replay("again")).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
  // After its retention nothing is left to replay.
  await yard.advance(4 * 86_400_000);
  await replay("later");
  expect(await drain(url)).toEqual([]);
  await events.send(new DeleteArchiveCommand({ ArchiveName: "a" }));
  await expect(events.send(new DescribeArchiveCommand({ ArchiveName: "a" }))).rejects.toThrow(
    "Archive a does not exist.",
  );
});

// Goal: nobody reaches another account's bus by an archive or a replay, whose permissions do not name it.
test("archives and replays stay within their account", async () => {
  const { yard, account, events } = await setUp();
  const other = yard.account();
  const bus = (id: string) => `arn:aws:events:${account.region}:${id}:event-bus/default`;
  await expect(
    events.send(new CreateArchiveCommand({ ArchiveName: "theirs", EventSourceArn: bus(other.account) })),
  ).rejects.toThrow(/Cross account|not authorized/);
  await events.send(new CreateArchiveCommand({ ArchiveName: "own", EventSourceArn: bus(account.account) }));
  const replay = new StartReplayCommand({
    ReplayName: "r",
    EventSourceArn: `arn:aws:events:${account.region}:${account.account}:archive/own`,
    EventStartTime: new Date(0),
    EventEndTime: new Date(),
    Destination: { Arn: bus(other.account) },
  });
  await expect(events.send(replay)).rejects.toThrow(
    "Parameter Destination.Arn is not valid. Reason: Cross account or cross region access is not permitted.",
  );
});
