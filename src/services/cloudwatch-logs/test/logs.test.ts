// CloudWatch Logs through the real SDK over HTTP: writing, reading, filtering, tailing, and every documented error.

import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { beforeAll, expect, test } from "vitest";
import { sharedYard, testYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

const DAY_MS = 86_400_000;
let yard: TestYard;
let account: TestAccount;
let logs: CloudWatchLogsClient;
let names = 0;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  logs = account.client(CloudWatchLogsClient);
});

async function newGroup(...streams: string[]): Promise<string> {
  const logGroupName = `/test/group-${++names}`;
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  for (const logStreamName of streams) await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  return logGroupName;
}

const arnOf = (logGroupName: string): string =>
  `arn:aws:logs:${account.region}:${account.account}:log-group:${logGroupName}`;

/** Writes messages a millisecond apart, ending now or at `endMs`. */
function put(logGroupName: string, logStreamName: string, messages: readonly string[], endMs = yard.clock.nowMs()) {
  const logEvents = messages.map((message, index) => ({ message, timestamp: endMs - messages.length + index }));
  return logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

async function failure(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as { name: string; message: string; $metadata: { httpStatusCode: number } },
  );
  return error === undefined ? "success" : [error.name, error.$metadata.httpStatusCode, error.message];
}

test("groups are created, described in pages, and deleted", async () => {
  // Goal: a group's life and its errors. AWS: CreateLogGroup, DescribeLogGroups, DeleteLogGroup (API reference).
  const own = yard.account().client(CloudWatchLogsClient);
  for (const logGroupName of ["/b", "/a", "/a/1"]) await own.send(new CreateLogGroupCommand({ logGroupName }));
  expect(await failure(own.send(new CreateLogGroupCommand({ logGroupName: "/a" })))).toEqual([
    "ResourceAlreadyExistsException",
    400,
    "The specified log group already exists",
  ]);
  const page = await own.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/a", limit: 1 }));
  const rest = await own.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: "/a", limit: 1, nextToken: page.nextToken }),
  );
  expect([page, rest].map(({ logGroups }) => logGroups?.map((group) => group.logGroupName))).toEqual([
    ["/a"],
    ["/a/1"],
  ]);
  expect(rest.nextToken).toBeUndefined();
  expect(page.logGroups?.[0]).toMatchObject({
    arn: expect.stringMatching(/:log-group:\/a:\*$/),
    logGroupArn: expect.stringMatching(/:log-group:\/a$/),
    storedBytes: 0,
    logGroupClass: "STANDARD",
  });
  await own.send(new DeleteLogGroupCommand({ logGroupName: "/a" }));
  expect(await failure(own.send(new DeleteLogGroupCommand({ logGroupName: "/a" })))).toEqual([
    "ResourceNotFoundException",
    400,
    "The specified log group does not exist.",
  ]);
  const bad = await failure(own.send(new CreateLogGroupCommand({ logGroupName: "a b" })));
  expect(bad.slice(0, 2)).toEqual(["InvalidParameterException", 400]);
  expect(bad.at(2)).toContain(String.raw`Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+`);
});

test("streams are created, described by name and by last event, and deleted with their events", async () => {
  // Goal: a stream's life. AWS: CreateLogStream, DescribeLogStreams, DeleteLogStream (API reference).
  const logGroupName = await newGroup("b", "a");
  const create = (group: string, logStreamName: string) =>
    failure(logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName })));
  expect((await create(logGroupName, "a")).at(2)).toBe("The specified log stream already exists");
  expect((await create("/none", "a")).at(2)).toBe("The specified log group does not exist.");
  await put(logGroupName, "a", ["newer"]);
  await put(logGroupName, "b", ["older"], yard.clock.nowMs() - 60_000);
  const describe = async (more: object) =>
    (await logs.send(new DescribeLogStreamsCommand({ logGroupName, ...more }))).logStreams?.map((s) => s.logStreamName);
  expect(await describe({})).toEqual(["a", "b"]);
  expect(await describe({ orderBy: "LastEventTime" })).toEqual(["b", "a"]);
  expect(await describe({ orderBy: "LastEventTime", descending: true, limit: 1 })).toEqual(["a"]);
  expect(await describe({ logStreamNamePrefix: "b" })).toEqual(["b"]);
  await logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: "a" }));
  const left = await logs.send(new FilterLogEventsCommand({ logGroupName }));
  expect(left.events?.map(({ message }) => message)).toEqual(["older"]);
  expect((await failure(put(logGroupName, "a", ["x"]))).at(2)).toBe("The specified log stream does not exist.");
});

test("a stream is read from either end, page by page, without loss or repetition", async () => {
  // Goal: the tokens of GetLogEvents. Read ten events in pages of three, both ways. AWS: GetLogEvents (API reference).
  const logGroupName = await newGroup("s");
  const all = Array.from({ length: 10 }, (_, index) => `m${index}`);
  await put(logGroupName, "s", all);
  const read = (more: object) =>
    logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: "s", limit: 3, ...more }));

  const forward: string[] = [];
  for (let token: string | undefined; ;) {
    const page = await read({ startFromHead: true, nextToken: token });
    forward.push(...(page.events ?? []).map(({ message = "" }) => message));
    if (page.nextForwardToken === token) break;
    token = page.nextForwardToken;
  }
  expect(forward).toEqual(all);

  const backward: string[] = [];
  for (let token: string | undefined; ;) {
    const page = await read({ nextToken: token });
    backward.unshift(...(page.events ?? []).map(({ message = "" }) => message));
    if (page.nextBackwardToken === token) break;
    token = page.nextBackwardToken;
  }
  expect(backward).toEqual(all);

  // A token that has come to the end goes on with what is written later.
  const { nextForwardToken } = await read({ startFromHead: true, limit: 100 });
  await put(logGroupName, "s", ["later"], yard.clock.nowMs() + 1000);
  const later = await read({ nextToken: nextForwardToken });
  expect(later.events?.map(({ message }) => message)).toEqual(["later"]);
  expect((await failure(read({ nextToken: "wrong" }))).at(2)).toBe("The specified nextToken is invalid.");
});

test("a group is filtered over its streams in the order of time", async () => {
  // Goal: FilterLogEvents: order, streams, times, patterns, pages. AWS: FilterLogEvents (API reference).
  const logGroupName = await newGroup("web/1", "web/2", "db");
  const now = yard.clock.nowMs();
  await put(logGroupName, "web/1", ["ERROR one", "fine"], now - 2000);
  await put(logGroupName, "web/2", ['{"level":"error","ms":12}'], now - 1000);
  await put(logGroupName, "db", ["ERROR two"], now);
  const filter = async (more: object) =>
    (await logs.send(new FilterLogEventsCommand({ logGroupName, ...more }))).events?.map(({ message }) => message);
  expect(await filter({})).toEqual(["ERROR one", "fine", '{"level":"error","ms":12}', "ERROR two"]);
  expect(await filter({ filterPattern: "ERROR" })).toEqual(["ERROR one", "ERROR two"]);
  expect(await filter({ filterPattern: '{ $.level = "error" && $.ms > 10 }' })).toEqual(['{"level":"error","ms":12}']);
  expect(await filter({ logStreamNamePrefix: "web/" })).toHaveLength(3);
  expect(await filter({ logStreamNames: ["db"] })).toEqual(["ERROR two"]);
  expect(await filter({ startTime: now - 1001, endTime: now - 1001 })).toEqual(['{"level":"error","ms":12}']);
  const page = await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 3 }));
  expect(await filter({ nextToken: page.nextToken })).toEqual(["ERROR two"]);
  expect((await failure(filter({ logStreamNames: ["none"] }))).at(2)).toBe("The specified log stream does not exist.");
  expect((await failure(filter({ filterPattern: "foo:bar" }))).slice(0, 2)).toEqual(["InvalidParameterException", 400]);
  expect((await failure(filter({ logGroupIdentifier: arnOf(logGroupName) }))).at(0)).toBe("InvalidParameterException");
});

test("a regular expression that takes too long ends a page, and is refused where it cannot get further", async () => {
  // Goal: nobody else waits for it. Method: an expression of six quantifiers, and an event which it needs years for.
  const logGroupName = await newGroup("s");
  const now = yard.clock.nowMs();
  await put(logGroupName, "s", ["ax"], now - 1000);
  await put(logGroupName, "s", ["a".repeat(5_000)], now);
  const input = { logGroupName, filterPattern: "%a*a*a*a*a*a*x%" };
  const { events, nextToken } = await logs.send(new FilterLogEventsCommand(input));
  expect(events?.map(({ message }) => message)).toEqual(["ax"]);
  expect(nextToken).toBeDefined();
  expect(await failure(logs.send(new FilterLogEventsCommand({ ...input, nextToken })))).toEqual([
    "InvalidParameterException",
    400,
    "Invalid filter pattern: a regular expression takes too long",
  ]);
});

test("a batch is refused as a whole or told which events were left out", async () => {
  // Goal: the rules of PutLogEvents over the wire. AWS: PutLogEvents (API reference).
  const logGroupName = await newGroup("s");
  const now = yard.clock.nowMs();
  const write = (...timestamps: number[]) =>
    logs.send(
      new PutLogEventsCommand({
        logGroupName,
        logStreamName: "s",
        logEvents: timestamps.map((timestamp) => ({ timestamp, message: "m" })),
      }),
    );
  expect(await failure(write(now, now - 1))).toEqual([
    "InvalidParameterException",
    400,
    "Log events in a single PutLogEvents request must be in chronological order.",
  ]);
  const { rejectedLogEventsInfo } = await write(now - 15 * DAY_MS, now, now + 3 * 3_600_000);
  expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
  const { events } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: "s" }));
  expect(events?.map(({ timestamp }) => timestamp)).toEqual([now]);
});

test("tags and retention", async () => {
  // Goal: a group's settings. AWS: TagResource, PutRetentionPolicy (API reference).
  const logGroupName = await newGroup();
  const resourceArn = arnOf(logGroupName);
  await logs.send(new TagResourceCommand({ resourceArn, tags: { a: "1", b: "2" } }));
  await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a"] }));
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ b: "2" });
  const retention = async () =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups?.[0]
      ?.retentionInDays;
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
  expect(await retention()).toBe(7);
  await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  expect(await retention()).toBeUndefined();
  const wrong = logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 2 }));
  expect((await failure(wrong)).slice(0, 2)).toEqual(["InvalidParameterException", 400]);
});

test("a group that is protected stays", async () => {
  // Goal: nothing of a protected group is deleted until it is protected no more. AWS: PutLogGroupDeletionProtection (API reference).
  const logGroupName = await newGroup();
  const protect = (deletionProtectionEnabled: boolean) =>
    logs.send(
      new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: logGroupName, deletionProtectionEnabled }),
    );
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: "kept" }));
  await protect(true);
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }));
  expect(logGroups?.[0]?.deletionProtectionEnabled).toBe(true);
  const stream = logs.send(new DeleteLogStreamCommand({ logGroupName, logStreamName: "kept" }));
  expect((await failure(stream)).slice(0, 2)).toEqual(["ValidationException", 400]);
  await protect(false);
  await logs.send(new DeleteLogGroupCommand({ logGroupName }));
});

test("events expire on the yard's clock, and their rows go", async () => {
  // Goal: retention is enforced. Write, move the clock over the retention, and look with readers and at the bytes.
  const moved = await testYard();
  try {
    const client = moved.account().client(CloudWatchLogsClient);
    const address = { logGroupName: "/g", logStreamName: "s" };
    await client.send(new CreateLogGroupCommand(address));
    await client.send(new CreateLogStreamCommand(address));
    await client.send(new PutRetentionPolicyCommand({ ...address, retentionInDays: 3 }));
    const write = (message: string) =>
      client.send(new PutLogEventsCommand({ ...address, logEvents: [{ timestamp: moved.clock.nowMs(), message }] }));
    await write("old");
    await moved.advance(2 * DAY_MS);
    await write("young");
    await moved.advance(1.5 * DAY_MS);
    const { events } = await client.send(new GetLogEventsCommand(address));
    expect(events?.map(({ message }) => message)).toEqual(["young"]);
    await moved.advance(DAY_MS);
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({}));
    expect(logGroups?.[0]?.storedBytes).toBe("young".length + 26);
  } finally {
    await moved.stop();
  }
});

test("a live tail gets matching events when they are written", async () => {
  // Goal: StartLiveTail over the event stream. Start, write, and read until the event arrives. AWS: StartLiveTail.
  const logGroupName = await newGroup("s", "other");
  // The SDK puts "stream-" in front of the host, which an address has no room for.
  const tailing = new CloudWatchLogsClient({ ...account.config, disableHostPrefix: true });
  const { responseStream } = await tailing.send(
    new StartLiveTailCommand({
      logGroupIdentifiers: [arnOf(logGroupName)],
      logStreamNames: ["s"],
      logEventFilterPattern: "wanted",
    }),
  );
  const seen: (string | undefined)[] = [];
  for await (const event of responseStream ?? []) {
    if (event.sessionStart !== undefined) {
      expect(event.sessionStart.logGroupIdentifiers).toEqual([arnOf(logGroupName)]);
      await put(logGroupName, "other", ["wanted elsewhere"]);
      await put(logGroupName, "s", ["not this"]);
      await put(logGroupName, "s", ["wanted here"]);
    }
    seen.push(...(event.sessionUpdate?.sessionResults ?? []).map(({ message }) => message));
    if (seen.length > 0) break;
  }
  expect(seen).toEqual(["wanted here"]);
});
