// The query language of CloudWatch Logs Insights, without a yard: what comes out of events for a query.

import { describe, expect, test } from "vitest";
import type { AwsError } from "../../../kernel/errors.ts";
import { eventFields } from "./event-fields.ts";
import { parseQuery } from "./parse.ts";
import { createPipeline } from "./pipeline.ts";
import { Row } from "./row.ts";

const START_MS = Date.parse("2026-03-02T10:00:00Z");
const scope = { account: "111122223333", region: "us-east-1" } as never;

/** The rows of a query over messages that are a minute apart, the newest first, without their pointers. */
function ask(query: string, messages: readonly (object | string)[], logGroupName = "/app"): Record<string, string>[] {
  const pipeline = createPipeline(parseQuery(query), { nowMs: START_MS });
  const place = { scope, logGroupName, logStreamName: "stream" };
  for (const [at, message] of [...messages.entries()].toReversed()) {
    const text = typeof message === "string" ? message : JSON.stringify(message);
    const timestampMs = START_MS + at * 60_000;
    const event = { v: 1 as const, streamId: "s", message: text, ingestedAtMs: timestampMs, timestampMs, sequence: at };
    pipeline.push(new Row(eventFields(place, event)));
  }
  return pipeline
    .finish()
    .map((row) =>
      Object.fromEntries(row.filter(({ field }) => field !== "@ptr").map(({ field, value }) => [field, value])),
    );
}

const column = (query: string, messages: readonly (object | string)[]) =>
  ask(query, messages).flatMap((row) => Object.values(row));

/** What one expression says of one event. */
const say = (expression: string, message: object | string = {}) =>
  ask(`fields ${expression} as it`, [message])[0]?.["it"];

const ORDERS = [
  { level: "INFO", city: "Oslo", ms: 10, user: { id: 7, tags: ["a", "b"] } },
  { level: "ERROR", city: "Bergen", ms: 200 },
  { level: "INFO", city: "Oslo", ms: 30, ok: true },
  { level: "WARN", ms: 5 },
];

// AWS: "CloudWatch Logs Insights language query syntax": the examples of each command.
describe("commands", () => {
  test("without any, the newest events with time and message", () => {
    expect(ask("", ["one", "two"])).toEqual([
      { "@timestamp": "2026-03-02 10:01:00.000", "@message": "two" },
      { "@timestamp": "2026-03-02 10:00:00.000", "@message": "one" },
    ]);
  });

  test("fields and display choose columns, and leave out what a row does not have", () => {
    expect(ask("fields level, city, ms * 2 as double | limit 2", ORDERS)).toEqual([
      { level: "WARN", double: "10" },
      { level: "INFO", city: "Oslo", double: "60" },
    ]);
    expect(ask("fields level | display city, user.id, user.tags.1 | filter ispresent(user.id)", ORDERS)).toEqual([
      { city: "Oslo", "user.id": "7", "user.tags.1": "b" },
    ]);
  });

  test.each([
    ["level = 'ERROR'", ["200"]],
    ["ms >= 30 and city != 'Bergen'", ["30"]],
    ["not (ms > 9)", ["5"]],
    ["level in ['WARN', \"ERROR\"]", ["5", "200"]],
    ["level not in ['INFO']", ["5", "200"]],
    ["city like /^(?i)OS/", ["30", "10"]],
    ["city like 'erg'", ["200"]],
    ["city =~ /o$/", ["30", "10"]],
    // What is not there is neither alike nor not alike.
    ["city not like 'Oslo'", ["200"]],
    ["ok = 1", ["30"]],
    ["ok = true", ["30"]],
    ["isblank(city)", ["5"]],
  ])("filter %s", (condition, expected) => {
    expect(column(`fields ms | filter ${condition}`, ORDERS)).toEqual(expected);
  });

  test("stats by fields and times, with aggregates inside of expressions", () => {
    expect(ask("stats count(*), avg(ms) as mean by city | sort city asc", ORDERS)).toEqual([
      { city: "Bergen", "count(*)": "1", mean: "200" },
      { city: "Oslo", "count(*)": "2", mean: "20" },
      { "count(*)": "1", mean: "5" },
    ]);
    expect(ask("stats sum(ms) / count() as mean, max(ms) - min(ms) as spread by bin(2m)", ORDERS)).toEqual([
      { "bin(2m)": "2026-03-02 10:02:00.000", mean: "17.5", spread: "25" },
      { "bin(2m)": "2026-03-02 10:00:00.000", mean: "105", spread: "190" },
    ]);
    expect(ask("stats count_distinct(city) as cities, pct(ms, 50) as half, stddev(ms) as deviation", ORDERS)).toEqual([
      { cities: "2", half: "10", deviation: "80.6516" },
    ]);
    expect(
      ask("stats earliest(ms) as first, latest(ms) as last, sortsFirst(city) as a, sortsLast(city) as z", ORDERS),
    ).toEqual([{ first: "10", last: "5", a: "Bergen", z: "Oslo" }]);
    expect(ask("stats count(*) as orders by city | stats max(orders) as most", ORDERS)).toEqual([{ most: "2" }]);
    expect(ask("filter ms > 1000 | stats count(*)", ORDERS)).toEqual([]);
  });

  test("sort by several keys, also by how a column was written", () => {
    expect(column("fields ms | sort level desc, ms asc", ORDERS)).toEqual(["5", "10", "30", "200"]);
    expect(column("stats count(*) by level | sort count(*) desc | limit 1 | display level", ORDERS)).toEqual(["INFO"]);
  });

  test("parse by globs and by regular expressions", () => {
    const message = "user=ann, method:GET, latency := 12 ms";
    expect(
      ask(
        'parse @message "user=*, method:*, latency := * ms" as user, method, latency | display user, method, latency',
        [message],
      ),
    ).toEqual([{ user: "ann", method: "GET", latency: "12" }]);
    expect(
      ask("parse @message /user=(?<who>\\w+), method:(?<verb>\\w+)/ | display who, verb", [message, "nothing"]),
    ).toEqual([{}, { who: "ann", verb: "GET" }]);
    expect(ask("parse '*=*,' as name, value | display name, value", [message])).toEqual([
      { name: "user", value: "ann" },
    ]);
  });

  test("dedup keeps the first of each, and all that lack the field", () => {
    expect(column("fields ms | sort ms asc | dedup city", ORDERS)).toEqual(["5", "10", "200"]);
  });

  test("comments and back quotes", () => {
    expect(
      ask("fields `x-y` as xy # the first\n| filter `x-y` > 1 # the second", [{ "x-y": 1 }, { "x-y": 2 }]),
    ).toEqual([{ xy: "2" }]);
  });
});

// AWS: "Boolean, comparison, numeric, datetime, and other functions".
test.each([
  ["2 ^ 3 ^ 1 + 10 % 3", "9"],
  ["1 / 3", "0.3333"],
  ["1 / 0", undefined],
  ["-abs(-2.5)", "-2.5"],
  ["ceil(1.2) + floor(1.8)", "3"],
  ["greatest(1, 3, 2) - least(1, 3, 2)", "2"],
  ["sqrt(16) + log(1)", "4"],
  ["coalesce(nothing, 'x')", "x"],
  ["concat('a', 1, \"b\")", "a1b"],
  ['ltrim("xyZfooxyZ", "xyZ")', "fooxyZ"],
  ['rtrim("xyZfooxyZ", "xyZ")', "xyZfoo"],
  ['trim("  a ")', "a"],
  ["strlen('håkon')", "5"],
  ["toupper('a') = 'A'", "1"],
  ['substr("xyZfooxyZ", 3, 3)', "foo"],
  ['replace("foo", "o", "0")', "f00"],
  ["strcontains('abc', 'b')", "1"],
  ["isValidIpv4('10.0.0.1')", "1"],
  ["isIpInSubnet('10.0.0.77', '10.0.0.0/24')", "1"],
  ["isIpv4InSubnet('10.0.1.7', '10.0.0.0/24')", "0"],
  ["datefloor(@timestamp, 1h)", "2026-03-02 10:00:00.000"],
  ["dateceil(fromMillis(1), 1mo)", "1970-02-01 00:00:00.000"],
  ["toMillis(fromMillis(5))", "5"],
  ["now()", String(START_MS / 1_000)],
  ["jsonStringify(jsonParse('{\"a\": [1]}'))", '{"a":[1]}'],
  ["jsonParse('[7, 8]')[1]", "8"],
])("%s is %s", (expression, expected) => {
  expect(say(expression)).toBe(expected);
});

test("reads into what jsonParse has made", () => {
  const outer = { body: '{"order":{"id":5}}' };
  expect(ask("fields jsonParse(body) as b | display b.order.id", [outer])).toEqual([{ "b.order.id": "5" }]);
});

// AWS: "Supported logs and discovered fields", Lambda.
test("finds the fields of Lambda's lines", () => {
  const id = "8476a536-e9f4-11e8-9739-2dfe598c3fcd";
  const report = `REPORT RequestId: ${id}\tDuration: 12.5 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tInit Duration: 90.1 ms`;
  const query =
    "fields @type, @requestId, @duration, @billedDuration, @initDuration, @memorySize, @maxMemoryUsed, @log";
  expect(ask(query, [report], "/aws/lambda/f")).toEqual([
    {
      "@type": "REPORT",
      "@requestId": id,
      "@duration": "12.5",
      "@billedDuration": "13",
      "@initDuration": "90.1",
      "@memorySize": "128000000",
      "@maxMemoryUsed": "64000000",
      "@log": "111122223333:/aws/lambda/f",
    },
  ]);
  const line = `2026-03-02T10:00:00.000Z\t${id}\tINFO\tsaved {"order":5}`;
  expect(ask("fields @requestId, order", [line], "/aws/lambda/f")).toEqual([{ "@requestId": id, order: "5" }]);
});

test.each([
  ["fields @message | sortt x", "unexpected symbol found sortt at line 1 and position 19"],
  ["filter (a = 1", "unexpected end of query at line 1 and position 14"],
  ["fields a\n| limit 0", "unexpected symbol found 0 at line 2 and position 9"],
  ["filter sum(a) > 1", "the function sum can be used in the stats command only"],
  ["stats bin(5m)", "the column bin(5m) of stats has no aggregate"],
  ["fields foo(a)", "unexpected symbol found foo at line 1 and position 8"],
  ["parse @message '* *' as a", "unexpected symbol found '* *' at line 1 and position 16"],
  ["filter a like /(/", "unexpected symbol found /(/ at line 1 and position 15"],
])("%s is malformed", (query, message) => {
  expect(() => createPipeline(parseQuery(query), { nowMs: 0 })).toThrow(message);
  try {
    createPipeline(parseQuery(query), { nowMs: 0 });
  } catch (error) {
    expect((error as AwsError).code).toBe("MalformedQueryException");
  }
});

test("says what it does not have", () => {
  expect(() => parseQuery("pattern @message")).toThrow("the command pattern of queries");
});
