// Goal: what is written into log groups is found by queries. Method: the SDK over HTTP; the language itself is tried in insights/query.test.ts.

import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteQueryDefinitionCommand,
  DescribeQueriesCommand,
  DescribeQueryDefinitionsCommand,
  GetLogRecordCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  PutRetentionPolicyCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";
import { saveQuery } from "../insights/repo.ts";

const DAY_MS = 86_400_000;

async function bench() {
  const yard = await sharedYard();
  const account = yard.account();
  const logs = account.client(CloudWatchLogsClient);
  const nowMs = yard.clock.nowMs();
  /** Writes messages that are a second apart, the last one now or a little before. */
  const write = async (logGroupName: string, messages: readonly object[], beforeMs = 0) => {
    const address = { logGroupName, logStreamName: "stream" };
    await logs.send(new CreateLogGroupCommand(address));
    await logs.send(new CreateLogStreamCommand(address));
    const logEvents = messages.map((message, at) => ({
      timestamp: nowMs - beforeMs - (messages.length - 1 - at) * 1_000,
      message: JSON.stringify(message),
    }));
    await logs.send(new PutLogEventsCommand({ ...address, logEvents }));
  };
  const start = async (queryString: string, more: Partial<StartQueryCommandInput>, client = logs): Promise<string> => {
    const [startTime, endTime] = [Math.floor(nowMs / 1_000) - 3_600, Math.floor(nowMs / 1_000)];
    const { queryId = "" } = await client.send(new StartQueryCommand({ queryString, startTime, endTime, ...more }));
    await yard.yard.context.jobs.settled();
    return queryId;
  };
  /** The rows of a query, without pointers. */
  const rows = async (queryId: string) => {
    const { results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    return results.map((row) =>
      Object.fromEntries(row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value])),
    );
  };
  return { yard, account, logs, nowMs, write, start, rows };
}

// AWS: StartQuery, GetQueryResults (API reference).
test("queries several groups, the newest events first, in pages", async () => {
  const { logs, write, start, rows, account } = await bench();
  await write("/a", [{ n: 1 }, { n: 3 }, { n: 5 }]);
  await write("/b", [{ n: 2 }, { n: 4 }], 500);
  const arn = `arn:aws:logs:${account.region}:${account.account}:log-group:/b`;
  const queryId = await start("fields n, @log", { logGroupIdentifiers: ["/a", arn] });
  expect(await rows(queryId)).toEqual(
    [5, 4, 3, 2, 1].map((n) => ({ n: String(n), "@log": `${account.account}:${n % 2 === 0 ? "/b" : "/a"}` })),
  );
  const page = await logs.send(new GetQueryResultsCommand({ queryId, maxItems: 3 }));
  expect(page).toMatchObject({
    status: "Complete",
    statistics: { recordsMatched: 5, recordsScanned: 5, logGroupsScanned: 2 },
  });
  const { nextToken } = page;
  const rest = await logs.send(new GetQueryResultsCommand({ queryId, nextToken }));
  expect([page.results?.length, rest.results?.length, rest.nextToken]).toEqual([3, 2, undefined]);

  const [first] = page.results ?? [];
  const logRecordPointer = first?.find(({ field }) => field === "@ptr")?.value;
  const { logRecord } = await logs.send(new GetLogRecordCommand({ logRecordPointer }));
  expect(logRecord).toMatchObject({ "@message": '{"n":5}', "@logStream": "stream", n: "5" });
});

test("counts what it is asked for, within the time that it is asked for", async () => {
  const { write, start, rows, nowMs } = await bench();
  await write("/a", [{ level: "INFO" }, { level: "WARN" }, { level: "INFO" }]);
  const query = "filter level = 'INFO' | stats count(*) as events by level";
  expect(await rows(await start(query, { logGroupName: "/a" }))).toEqual([{ level: "INFO", events: "2" }]);
  const endTime = Math.floor(nowMs / 1_000) - 1;
  expect(await rows(await start(query, { logGroupNames: ["/a"], endTime }))).toEqual([{ level: "INFO", events: "1" }]);
  expect(await rows(await start("", { logGroupName: "/a", limit: 1 }))).toHaveLength(1);
});

test("does not show what has expired", async () => {
  const { logs, write, start, rows, nowMs, yard } = await bench();
  await write("/a", [{ n: 1 }]);
  const old = { timestamp: nowMs - 2 * DAY_MS, message: "old" };
  await logs.send(new PutLogEventsCommand({ logGroupName: "/a", logStreamName: "stream", logEvents: [old] }));
  const startTime = 0;
  expect(await rows(await start("", { logGroupName: "/a", startTime }))).toHaveLength(2);
  await logs.send(new PutRetentionPolicyCommand({ logGroupName: "/a", retentionInDays: 1 }));
  await yard.yard.context.jobs.settled();
  expect(await rows(await start("", { logGroupName: "/a", startTime }))).toHaveLength(1);
});

// AWS: DescribeQueries, StopQuery (API reference).
test("lists queries, and does not stop one that has ended", async () => {
  const { logs, write, start } = await bench();
  await write("/a", [{ n: 1 }]);
  const ids = [await start("limit 1", { logGroupName: "/a" }), await start("limit 2", { logGroupName: "/a" })];
  const { queries = [], nextToken } = await logs.send(
    new DescribeQueriesCommand({ logGroupName: "/a", maxResults: 1 }),
  );
  const rest = await logs.send(new DescribeQueriesCommand({ logGroupName: "/a", nextToken }));
  expect(new Set([...queries, ...(rest.queries ?? [])].map(({ queryId }) => queryId))).toEqual(new Set(ids));
  expect(queries[0]).toMatchObject({ status: "Complete", logGroupName: "/a" });
  await expect(logs.send(new StopQueryCommand({ queryId: ids[0] }))).rejects.toMatchObject({
    name: "InvalidParameterException",
  });
});

test("stops a query that runs", async () => {
  const { logs, yard, account } = await bench();
  // One of this size is over at once: that one is under way is written down.
  const nothing = {
    logGroupNames: [],
    startMs: 0,
    endMs: 0,
    limit: 1,
    matched: 0,
    scanned: 0,
    scannedBytes: 0,
    rows: 0,
  };
  const running = { v: 1, queryId: "running", queryString: "", status: "Running", ...nothing } as const;
  yard.yard.context.store.write((tx) =>
    saveQuery(tx, account, { ...running, createdAtMs: yard.clock.nowMs(), userIdentity: "" }),
  );
  expect(await logs.send(new StopQueryCommand({ queryId: "running" }))).toMatchObject({ success: true });
  expect(await logs.send(new GetQueryResultsCommand({ queryId: "running" }))).toMatchObject({ status: "Cancelled" });
});

// A regular expression that takes longer than the universe lasts must not take the server with it.
test("fails a query whose regular expression takes too long", async () => {
  const { logs, write, start } = await bench();
  await write("/a", [{ text: `${"a".repeat(60)}!` }]);
  const queryId = await start("filter text like /^(a+)+$/", { logGroupName: "/a" });
  expect(await logs.send(new GetQueryResultsCommand({ queryId }))).toMatchObject({ status: "Failed", results: [] });
});

test("keeps queries under names", async () => {
  const { logs } = await bench();
  const put = (name: string, more: object = {}) =>
    logs.send(new PutQueryDefinitionCommand({ name, queryString: "limit 1", ...more }));
  const { queryDefinitionId } = await put("errors", { logGroupNames: ["/a"] });
  await put("other");
  await put("errors/all", { queryDefinitionId });
  const found = await logs.send(new DescribeQueryDefinitionsCommand({ queryDefinitionNamePrefix: "err" }));
  // AWS: PutQueryDefinition: "No current values are retained".
  expect(found.queryDefinitions).toMatchObject([{ queryDefinitionId, name: "errors/all", logGroupNames: [] }]);
  await logs.send(new DeleteQueryDefinitionCommand({ queryDefinitionId }));
  const left = await logs.send(new DescribeQueryDefinitionsCommand({}));
  expect(left.queryDefinitions?.map(({ name }) => name)).toEqual(["other"]);
});

test("asks for the permission for each group, and reaches no other account's", async () => {
  const { yard, account, logs, write, start } = await bench();
  for (const name of ["/open", "/shut"]) await write(name, [{ n: 1 }]);
  const iam = account.client(IAMClient);
  await iam.send(new CreateUserCommand({ UserName: "reader" }));
  const Resource = `arn:aws:logs:*:*:log-group:/open:*`;
  const Statement = [{ Effect: "Allow", Action: "logs:StartQuery", Resource }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: "reader", PolicyName: "own", PolicyDocument }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "reader" }));
  const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } = AccessKey ?? {};
  const reader = account.clientWith(CloudWatchLogsClient, { accessKeyId, secretAccessKey });
  expect(await start("", { logGroupName: "/open" }, reader)).toEqual(expect.any(String));
  const both = { logGroupNames: ["/open", "/shut"] };
  await expect(start("", both, reader)).rejects.toMatchObject({ name: "AccessDeniedException" });
  const other = yard.account();
  await other.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: "/open" }));
  const arn = `arn:aws:logs:${other.region}:${other.account}:log-group:/open`;
  await expect(start("", { logGroupIdentifiers: [arn] }, logs)).rejects.toMatchObject({
    name: "ResourceNotFoundException",
  });
});
