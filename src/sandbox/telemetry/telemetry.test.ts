// Goal: subscribers get telemetry as AWS's two APIs give it, in batches, and lose none without being told. Method: extensions in real
// sandboxes that listen and write down what they hear.
// AWS: "Lambda Telemetry API Event schema reference", "Lambda Logs API", unless a test names another page.

import { afterAll, describe, expect, test } from "vitest";
import type { FunctionSpec } from "../sandboxes.ts";
import { extensionProgram } from "../testing/extension-program.ts";
import { createBench } from "../testing/functions.ts";
import type { Outcome } from "../testing/functions.ts";
import { createSubscriber } from "./subscriber.ts";
import type { Dropped } from "./subscriber.ts";
import { parseSubscription } from "./subscription.ts";

const bench = createBench();
afterAll(bench.stop);

interface Heard {
  readonly time: string;
  readonly type: string;
  readonly record: unknown;
}

/** An extension that tells what it has heard when its sandbox ends. */
const listening = (api: string, body: string, more = ""): string => `
  const heard = [];
  const port = await listen((event) => heard.push(event), ${more === "" ? "() => 200" : more});
  await register(["INVOKE", "SHUTDOWN"]);
  const answer = await subscribe("${api}", ${body});
  for (;;) {
    const { eventType } = await next();
    if (eventType === "INVOKE") continue;
    console.log("HEARD " + JSON.stringify({ answer, heard }));
    process.exit(0);
  }`;

/** What the extension heard in the life of a sandbox. */
async function hear(
  program: string,
  code: string,
  changes: Partial<FunctionSpec> = {},
): Promise<{
  readonly heard: readonly Heard[];
  readonly outcome: Outcome;
  readonly lines: readonly string[];
  readonly status: number;
}> {
  const own = createBench();
  const spec = own.spec({ "index.mjs": code }, { layers: [own.layer(extensionProgram("ears", program))], ...changes });
  let outcome: Outcome;
  try {
    outcome = await own.invoke(spec, { n: 1 }, { traceId: "Root=1-62e900b2-710d76f009d6e7785905449a" });
    await own.settled();
  } finally {
    await own.stop();
  }
  const lines = own.logsOf(spec).map(({ message }) => message.trimEnd());
  const told = lines.find((line) => line.startsWith("HEARD "))?.slice(6) ?? "{}";
  const { answer, heard } = JSON.parse(told) as { answer: { status: number }; heard: readonly Heard[] };
  return { heard, outcome, lines, status: answer.status };
}

const ALL = '["platform", "function", "extension"]';
const TELEMETRY = `{ schemaVersion: "2022-07-01", types: ${ALL}, buffering: { timeoutMs: 25 }, destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:" + port + "/here" } }`;
const HELLO = "export const handler = async () => { process.stdout.write('hello\\n'); return 'four'; };";

describe("the Telemetry API", () => {
  test("tells of init, invocation, function and extension, from the beginning on", async () => {
    const { heard, outcome, lines } = await hear(listening("/2022-07-01/telemetry", TELEMETRY), HELLO);
    const { requestId } = outcome;
    const tracing = { type: "X-Amzn-Trace-Id", value: "Root=1-62e900b2-710d76f009d6e7785905449a" };
    const initializationType = "on-demand";
    expect(heard.map(({ type, record }) => ({ type, record }))).toEqual([
      {
        type: "platform.initStart",
        record: expect.objectContaining({ initializationType, phase: "init", runtimeVersion: expect.any(String) }),
      },
      {
        type: "platform.telemetrySubscription",
        record: { name: "ears", state: "Subscribed", types: ["platform", "function", "extension"] },
      },
      { type: "platform.extension", record: { name: "ears", state: "Ready", events: ["INVOKE", "SHUTDOWN"] } },
      { type: "platform.initRuntimeDone", record: { initializationType, phase: "init", status: "success" } },
      {
        type: "platform.initReport",
        record: { initializationType, phase: "init", status: "success", metrics: { durationMs: expect.any(Number) } },
      },
      { type: "platform.start", record: { requestId, version: "$LATEST", tracing } },
      { type: "function", record: "hello" },
      {
        type: "platform.runtimeDone",
        record: expect.objectContaining({
          requestId,
          status: "success",
          tracing,
          metrics: { durationMs: expect.any(Number), producedBytes: 6 },
        }),
      },
      {
        type: "platform.report",
        record: {
          requestId,
          status: "success",
          metrics: {
            durationMs: expect.any(Number),
            billedDurationMs: expect.any(Number),
            initDurationMs: expect.any(Number),
            maxMemoryUsedMB: expect.any(Number),
            memorySizeMB: 256,
          },
          spans: [{ name: "extensionOverhead", start: expect.any(String), durationMs: expect.any(Number) }],
        },
      },
    ]);
    expect(heard.every(({ time }) => /^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/.test(time))).toBe(true);
    // As functions with extensions have it in their logs.
    expect(lines).toContain("TELEMETRY\tName: ears\tState: Subscribed\tTypes: [Platform, Function, Extension]");
  });

  test("has only the streams that were asked for", async () => {
    const body = TELEMETRY.replace(ALL, '["function"]');
    const { heard } = await hear(listening("/2022-07-01/telemetry", body), HELLO);
    expect(heard.map(({ type, record }) => [type, record])).toEqual([["function", "hello"]]);
  });

  test("JSON lines are objects since schema 2022-12-13", async () => {
    const body = TELEMETRY.replace(ALL, '["function"]').replace("2022-07-01", "2022-12-13");
    const logging = { format: "JSON", applicationLevel: "INFO", systemLevel: "INFO" } as const;
    const code = "export const handler = async () => console.log('hello')";
    const { heard } = await hear(listening("/2022-07-01/telemetry", body), code, { logging });
    expect(heard).toEqual([
      expect.objectContaining({
        type: "function",
        record: expect.objectContaining({ level: "INFO", message: "hello" }),
      }),
    ]);
  });

  test("tells of failures", async () => {
    const { heard, outcome } = await hear(
      listening("/2022-07-01/telemetry", TELEMETRY),
      "export const handler = async () => process.exit(9)",
    );
    const { requestId } = outcome;
    const failed = { requestId, status: "error", errorType: "Runtime.ExitError" };
    expect(heard).toContainEqual(
      expect.objectContaining({ type: "platform.runtimeDone", record: expect.objectContaining(failed) }),
    );
  });

  test("repeats what was not taken", async () => {
    const { heard } = await hear(
      listening("/2022-07-01/telemetry", TELEMETRY, "((count) => () => (count++ < 2 ? 503 : 200))(0)"),
      HELLO,
    );
    expect(heard.map(({ type }) => type)).toContain("platform.initStart");
  });

  test("takes subscriptions in the init phase only, and by one API only", async () => {
    const spec = bench.spec(
      { "index.js": "exports.handler = async () => 1" },
      {
        layers: [
          bench.layer(
            extensionProgram(
              "late",
              `const port = await listen(() => {});
               await register(["INVOKE"]);
               const told = [];
               const tell = async (answer) => { const { status, body } = await answer; told.push([status, body?.errorType ?? body, body?.errorMessage]); };
               await tell(subscribe("/2022-07-01/telemetry", ${TELEMETRY}));
               await tell(subscribe("/2022-07-01/telemetry", ${TELEMETRY}));
               await tell(subscribe("/2020-08-15/logs", { types: ["function"], destination: { protocol: "HTTP", URI: "http://sandbox:" + port } }));
               await tell(subscribe("/2022-07-01/telemetry", { schemaVersion: "2022-07-01", types: [], destination: { protocol: "HTTP", URI: "http://sandbox.localdomain" } }));
               await next();
               await tell(subscribe("/2022-07-01/telemetry", ${TELEMETRY}));
               console.log("TOLD " + JSON.stringify(told));
               for (;;) await next();`,
            ),
          ),
        ],
      },
    );
    await bench.invoke(spec);
    await bench.settled();
    const told = bench.logsOf(spec).find(({ message }) => message.startsWith("TOLD "));
    expect(JSON.parse(told?.message.slice(5) ?? "[]")).toEqual([
      [200, "OK", null],
      [200, "OK", null],
      [400, "Logs.ValidationError", expect.any(String)],
      // AWS: "Lambda Telemetry API reference", its example of a refusal.
      [400, "ValidationError", "URI port is not provided; types should not be empty"],
      [403, "Telemetry.SubscriptionClosed", "Telemetry API subscription is closed already"],
    ]);
  });
});

describe("the Logs API", () => {
  const LOGS = TELEMETRY.replace('schemaVersion: "2022-07-01"', 'schemaVersion: "2021-03-18"');

  test("has its own events", async () => {
    const { heard, outcome, lines } = await hear(listening("/2020-08-15/logs", LOGS), HELLO);
    const { requestId } = outcome;
    expect(heard.map(({ type, record }) => ({ type, record }))).toEqual([
      { type: "platform.logsSubscription", record: expect.objectContaining({ state: "Subscribed" }) },
      { type: "platform.extension", record: { name: "ears", state: "Ready", events: ["INVOKE", "SHUTDOWN"] } },
      { type: "platform.start", record: { requestId, version: "$LATEST" } },
      { type: "function", record: "hello" },
      { type: "platform.runtimeDone", record: { requestId, status: "success" } },
      { type: "platform.end", record: { requestId } },
      { type: "platform.report", record: { requestId, metrics: expect.objectContaining({ memorySizeMB: 256 }) } },
    ]);
    expect(lines).toContain("LOGS\tName: ears\tState: Subscribed\tTypes: [Platform, Function, Extension]");
  });

  test("its first schema has no runtimeDone, and a fault is text", async () => {
    const { heard, outcome } = await hear(
      listening("/2020-08-15/logs", LOGS.replace("2021-03-18", "2020-08-15")),
      "export const handler = async () => process.exit(9)",
    );
    expect(heard.map(({ type }) => type)).not.toContain("platform.runtimeDone");
    const text = `RequestId: ${outcome.requestId} Error: Runtime exited with error: exit status 9\nRuntime.ExitError`;
    expect(heard).toContainEqual(expect.objectContaining({ type: "platform.fault", record: text }));
  });

  test("delivers lines over TCP", async () => {
    const program = `
      const heard = [];
      const server = require("node:net").createServer((socket) => {
        let text = "";
        socket.setEncoding("utf8").on("data", (part) => { text += part; const lines = text.split("\\n"); text = lines.pop(); heard.push(...lines.map((line) => JSON.parse(line))); });
      });
      await new Promise((resolve) => server.listen(0, "0.0.0.0", resolve));
      await register(["SHUTDOWN"]);
      const answer = await subscribe("/2020-08-15/logs", { types: ["function"], buffering: { timeoutMs: 25 }, destination: { protocol: "TCP", port: server.address().port } });
      await next();
      setTimeout(() => { console.log("HEARD " + JSON.stringify({ answer, heard })); process.exit(0); }, 100);`;
    const { heard } = await hear(program, HELLO);
    expect(heard).toEqual([expect.objectContaining({ type: "function", record: "hello" })]);
  });
});

describe("an internal extension", () => {
  test("listens in its function's process", async () => {
    const spec = bench.spec({
      "index.mjs": `
        import http from "node:http";
        const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API;
        const heard = [];
        const server = http.createServer((request, response) => {
          let text = "";
          request.on("data", (part) => (text += part)).on("end", () => { heard.push(...JSON.parse(text)); response.end(); });
        });
        await new Promise((resolve) => server.listen(0, "sandbox.localdomain", resolve));
        const registered = await fetch(api + "/2020-01-01/extension/register", { method: "POST", headers: { "Lambda-Extension-Name": "inside" }, body: "{}" });
        const headers = { "Lambda-Extension-Identifier": registered.headers.get("lambda-extension-identifier") };
        await fetch(api + "/2022-07-01/telemetry", { method: "PUT", headers, body: JSON.stringify({ schemaVersion: "2022-07-01", types: ["platform"], buffering: { timeoutMs: 25 },
          destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:" + server.address().port } }) });
        fetch(api + "/2020-01-01/extension/event/next", { headers });
        export const handler = async () => { while (heard.length < 5) await new Promise((resolve) => setTimeout(resolve, 10)); return heard.map(({ type }) => type); };`,
    });
    const { value } = await bench.invoke(spec);
    expect(value).toEqual(
      expect.arrayContaining(["platform.initStart", "platform.telemetrySubscription", "platform.start"]),
    );
  });
});

describe("a subscriber that is too slow", () => {
  const subscription = parseSubscription(
    "telemetry",
    {
      schemaVersion: "2022-07-01",
      types: ["function"],
      buffering: { maxItems: 1_000 },
      destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:8080" },
    },
    "",
  );
  if (typeof subscription === "string") throw new Error(subscription);

  test("loses what does not fit, and is told how much", () => {
    const batches: number[] = [];
    const dropped: Dropped[] = [];
    const never = (events: readonly string[]): Promise<boolean> => {
      batches.push(events.length);
      return new Promise(() => {});
    };
    const subscriber = createSubscriber("slow", subscription, never, (lost) => dropped.push(lost));
    // One batch is on its way, eight wait, and two are too many.
    for (let count = 0; count < 11_000; count++) subscriber.add('{"n":1}');
    expect(batches).toEqual([1_000]);
    expect(dropped).toEqual([
      { droppedRecords: 1_000, droppedBytes: 7_000 },
      { droppedRecords: 1_000, droppedBytes: 7_000 },
    ]);
    subscriber.close();
  });

  test("gets full batches at once, and the rest when it is asked for", async () => {
    const batches: number[] = [];
    const subscriber = createSubscriber(
      "quick",
      subscription,
      (events) => Promise.resolve(batches.push(events.length) > 0),
      () => {},
    );
    for (let count = 0; count < 2_500; count++) subscriber.add("{}");
    await subscriber.flush();
    expect(batches).toEqual([1_000, 1_000, 500]);
    // Bytes count as well: two of these are more than 256 KiB.
    for (let count = 0; count < 4; count++) subscriber.add("x".repeat(150_000));
    await subscriber.flush();
    expect(batches.slice(3)).toEqual([2, 2]);
    subscriber.close();
  });
});

describe("a subscription", () => {
  const parse = (changes: object, api: "telemetry" | "logs" = "telemetry"): ReturnType<typeof parseSubscription> =>
    parseSubscription(
      api,
      {
        schemaVersion: "2022-07-01",
        types: ["platform"],
        destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:8080" },
        ...changes,
      },
      "127.1.2.3",
    );

  test("has AWS's defaults", () => {
    // AWS: "Configuring memory usage and buffering".
    expect(parse({})).toEqual({
      api: "telemetry",
      schemaVersion: "2022-07-01",
      streams: ["platform"],
      destination: {
        protocol: "HTTP",
        method: "POST",
        port: 8080,
        path: "/",
        host: "sandbox.localdomain",
        isLocalhost: false,
      },
      maxItems: 10_000,
      maxBytes: 262_144,
      timeoutMs: 1_000,
    });
  });

  test.each([
    ["a host outside", { destination: { protocol: "HTTP", URI: "http://169.254.169.254:80/latest" } }],
    ["another sandbox's address", { destination: { protocol: "HTTP", URI: "http://127.9.9.9:8080" } }],
    ["credentials before a host", { destination: { protocol: "HTTP", URI: "http://sandbox:80@evil.example:80/" } }],
    ["a line break", { destination: { protocol: "HTTP", URI: "http://sandbox:80/a\r\nx: y" } }],
    ["HTTPS", { destination: { protocol: "HTTP", URI: "https://sandbox.localdomain:8080" } }],
    ["Lambda's own port", { destination: { protocol: "HTTP", URI: "http://sandbox.localdomain:9001" } }],
    ["too small a buffer", { buffering: { maxItems: 999 } }],
    ["too large a buffer", { buffering: { maxBytes: 1_048_577 } }],
    ["too short a wait", { buffering: { timeoutMs: 24 } }],
    ["an unknown stream", { types: ["platform", "secrets"] }],
    ["an unknown schema", { schemaVersion: "2021-03-18" }],
    ["no destination", { destination: undefined }],
  ])("is refused for %s", (_what, changes) => {
    expect(parse(changes)).toEqual(expect.any(String));
  });
});
