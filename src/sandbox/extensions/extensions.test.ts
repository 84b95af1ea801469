// Goal: extensions take part in a sandbox's life as on AWS: init, invoke and shutdown, and their failures. Method: programs in layers,
// beside functions of Node, Python and custom runtimes, in real sandboxes.
// AWS: "Using the Lambda Extensions API to create extensions", unless a test names another page.

import { afterAll, describe, expect, test } from "vitest";
import type { FunctionSpec } from "../sandboxes.ts";
import { extensionProgram } from "../testing/extension-program.ts";
import { createBench } from "../testing/functions.ts";
import type { Outcome } from "../testing/functions.ts";

const bench = createBench();
afterAll(bench.stop);

const NODE = { "index.js": "exports.handler = async (event) => event" };
const ECHO = "for (;;) console.log(JSON.stringify(await next()))";

function withExtension(
  code: string,
  files: Readonly<Record<string, string>> = NODE,
  changes: Partial<FunctionSpec> = {},
): FunctionSpec {
  return bench.spec(files, { layers: [bench.layer(extensionProgram("watcher", code))], ...changes });
}

/** All lines that were logged for a function, in order of arrival. */
function linesOf(spec: FunctionSpec, from = bench): readonly string[] {
  return from.logsOf(spec).map(({ message }) => message.trimEnd());
}

/** JSON that an extension logged. */
function jsonOf(spec: FunctionSpec, from = bench): readonly Readonly<Record<string, unknown>>[] {
  return linesOf(spec, from)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line));
}

/** The whole life of a sandbox, on a machine that ends after `invocations`. */
async function live(
  code: string,
  changes: Partial<FunctionSpec> & { readonly program?: string; readonly invocations?: number } = {},
): Promise<{
  readonly outcomes: readonly Outcome[];
  readonly lines: readonly string[];
  readonly json: ReturnType<typeof jsonOf>;
}> {
  const { program, invocations = 1, ...others } = changes;
  const own = createBench();
  const outcomes: Outcome[] = [];
  const layers = program === undefined ? [] : [own.layer(extensionProgram("watcher", program))];
  const spec = own.spec({ "index.mjs": code }, { layers, ...others });
  try {
    while (outcomes.length < invocations) {
      outcomes.push(await own.invoke(spec));
      await own.settled();
    }
  } finally {
    await own.stop();
  }
  return { outcomes, lines: linesOf(spec, own), json: jsonOf(spec, own) };
}

const BOOTSTRAP = `#!${process.execPath}
const http = require("node:http");
const api = "http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2018-06-01/runtime/invocation/";
const agent = new http.Agent({ keepAlive: true });
const call = (method, url, body) => new Promise((resolve) => http.request(api + url, { method, agent }, (response) => {
  let text = ""; response.on("data", (part) => (text += part)).on("end", () => resolve({ text, id: response.headers["lambda-runtime-aws-request-id"] }));
}).end(body));
(async () => { for (;;) { const { id, text } = await call("GET", "next"); await call("POST", id + "/response", text); } })();
`;

describe("an external extension", () => {
  test.each([
    ["Node", NODE, {}],
    [
      "Python",
      { "app.py": "def handler(event, context):\n    return event\n" },
      { runtime: "python3.13", handler: "app.handler" },
    ],
    ["a custom runtime", { bootstrap: BOOTSTRAP }, { runtime: "provided.al2023" }],
  ])("beside %s is told of each invocation, before which it has registered", async (_runtime, files, changes) => {
    const spec = withExtension(
      `const { status, body } = await register(["INVOKE", "SHUTDOWN"], { "Lambda-Extension-Accept-Feature": "accountId" });
       console.log(JSON.stringify({ status, body }));
       ${ECHO}`,
      files,
      changes,
    );
    const first = await bench.invoke(spec, { n: 1 }, { traceId: "Root=1-5f35ae12-0c0fec141ab77a00bc047aa2" });
    await bench.settled();
    const second = await bench.invoke(spec, { n: 2 });
    await bench.settled();
    expect([first.value, second.value]).toEqual([{ n: 1 }, { n: 2 }]);
    const [registered, ...events] = jsonOf(spec);
    expect(registered).toEqual({
      status: 200,
      body: {
        functionName: spec.functionName,
        functionVersion: "$LATEST",
        handler: spec.handler,
        accountId: spec.account,
      },
    });
    expect(events).toEqual([
      {
        eventType: "INVOKE",
        deadlineMs: expect.any(Number),
        requestId: first.requestId,
        invokedFunctionArn: spec.functionArn,
        tracing: { type: "X-Amzn-Trace-Id", value: "Root=1-5f35ae12-0c0fec141ab77a00bc047aa2" },
      },
      expect.objectContaining({ eventType: "INVOKE", requestId: second.requestId }),
    ]);
    // As functions with extensions have it in their logs.
    const lines = linesOf(spec);
    expect(lines.indexOf("EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE,SHUTDOWN]")).toBeLessThan(
      lines.indexOf(`START RequestId: ${first.requestId} Version: $LATEST`),
    );
  });

  test("has the function's variables without the runtime's own, its /tmp, and nothing of the host", async () => {
    process.env["STACKYARD_TEST_SECRET"] = "host";
    const spec = withExtension(
      `require("node:fs").writeFileSync(env.TMPDIR + "/shared", "from the extension");
       console.log(JSON.stringify({ names: Object.keys(env).sort(), cwd: process.cwd() }));
       await register([]);
       ${ECHO}`,
      {
        "index.js":
          "exports.handler = async () => require('node:fs').readFileSync(process.env.TMPDIR + '/shared', 'utf8')",
      },
      { environment: { TABLE: "orders" } },
    );
    const { value } = await bench.invoke(spec);
    delete process.env["STACKYARD_TEST_SECRET"];
    expect(value).toBe("from the extension");
    expect(jsonOf(spec)).toEqual([
      {
        cwd: "/",
        names: [
          "AWS_ACCESS_KEY_ID",
          "AWS_DEFAULT_REGION",
          "AWS_ENDPOINT_URL",
          "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
          "AWS_LAMBDA_FUNCTION_NAME",
          "AWS_LAMBDA_FUNCTION_VERSION",
          "AWS_LAMBDA_INITIALIZATION_TYPE",
          "AWS_LAMBDA_RUNTIME_API",
          "AWS_REGION",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "HOME",
          "LANG",
          "LD_LIBRARY_PATH",
          "NODE_PATH",
          "PATH",
          "TABLE",
          "TMPDIR",
          "TZ",
        ],
      },
    ]);
  });

  test("that works after the runtime has answered lengthens the invocation", async () => {
    const spec = withExtension(
      `await register(["INVOKE"]);
       for (;;) { await next(); await new Promise((resolve) => setTimeout(resolve, 300)); }`,
    );
    const { requestId } = await bench.invoke(spec);
    await bench.settled();
    const report = linesOf(spec).find((line) => line.startsWith(`REPORT RequestId: ${requestId}`)) ?? "";
    expect(Number(/Duration: ([\d.]+) ms/.exec(report)?.[1])).toBeGreaterThan(290);
  });

  test("that takes longer than the function may is a time-out", async () => {
    const spec = withExtension(
      `await register(["INVOKE", "SHUTDOWN"]); await next(); setInterval(() => {}, 1000);`,
      NODE,
      {
        timeoutMs: 500,
      },
    );
    const { requestId } = await bench.invoke(spec);
    await bench.settled();
    expect(linesOf(spec).join("\n")).toContain(`${requestId} Task timed out after 0.50 seconds`);
  });
});

describe("the shutdown phase", () => {
  const TRAPS = "process.on('SIGTERM', () => { console.log('runtime: SIGTERM'); process.exit(0) });";
  const FAREWELL = `for (;;) { const event = await next(); if (event.eventType === "SHUTDOWN") { console.log(JSON.stringify(event)); process.exit(0); } }`;

  test("the runtime gets SIGTERM, then the extension its event", async () => {
    const { lines, json } = await live(`${TRAPS} export const handler = async () => 1`, {
      program: `await register(["SHUTDOWN"]); ${FAREWELL}`,
    });
    expect(lines.findIndex((line) => line.includes("runtime: SIGTERM"))).toBeLessThan(
      lines.findIndex((line) => line.includes('"SHUTDOWN"')),
    );
    expect(json).toEqual([{ eventType: "SHUTDOWN", shutdownReason: "spindown", deadlineMs: expect.any(Number) }]);
  });

  test.each([
    ["timeout", "export const handler = () => new Promise((resolve) => setTimeout(resolve, 60_000))"],
    ["failure", "export const handler = async () => process.exit(3)"],
  ])("the reason is %s", async (reason, code) => {
    const { outcomes, json } = await live(code, {
      program: `await register(["INVOKE", "SHUTDOWN"]); ${FAREWELL}`,
      timeoutMs: 500,
    });
    expect(outcomes[0]?.result.functionError).toBe("Unhandled");
    expect(json).toEqual([expect.objectContaining({ eventType: "SHUTDOWN", shutdownReason: reason })]);
  });

  test("who does not end is killed: the runtime after 300 ms, the extension after two seconds in all", async () => {
    const { json } = await live("process.on('SIGTERM', () => {}); export const handler = async () => 1", {
      program: `await register(["SHUTDOWN"]); await next(); const at = Date.now(); setInterval(() => console.log(JSON.stringify({ sinceMs: Date.now() - at })), 100);`,
    });
    const ticks = json.map(({ sinceMs }) => Number(sinceMs));
    expect(ticks.length).toBeGreaterThan(5);
    // Two seconds less what the runtime took.
    expect(Math.max(...ticks)).toBeLessThan(1_800);
  });

  test("without extensions there is none", async () => {
    const { lines } = await live(`${TRAPS} export const handler = async () => 1`);
    expect(lines.join()).not.toContain("SIGTERM");
  });
});

describe("an internal extension", () => {
  const INTERNAL = (events: string, handler: string): string => `
    const register = (name) => fetch("http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/register",
      { method: "POST", headers: { "Lambda-Extension-Name": name }, body: JSON.stringify({ events: ${events} }) });
    const next = (id) => fetch("http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/event/next", { headers: { "Lambda-Extension-Identifier": id } });
    ${handler}`;

  test("registers from within the runtime, and gets SIGTERM at the end", async () => {
    const { outcomes, lines } = await live(
      INTERNAL(
        '["INVOKE"]',
        `const registered = await register("inside");
         const id = registered.headers.get("lambda-extension-identifier");
         const seen = [];
         (async () => { for (;;) seen.push((await (await next(id)).json()).eventType); })();
         process.on("SIGTERM", () => { console.log("SIGTERM for the runtime"); process.exit(0); });
         export const handler = async () => seen;`,
      ),
      { invocations: 2 },
    );
    expect(outcomes[1]?.value).toContain("INVOKE");
    const text = lines.join("\n");
    expect(text).toContain("EXTENSION\tName: inside\tState: Ready\tEvents: [INVOKE]");
    expect(text).toContain("SIGTERM for the runtime");
  });

  test("may register for nothing, in the ways that clients say so", async () => {
    const { value } = await bench.invoke(
      bench.spec({
        "index.mjs": `
          const post = (name, body) => fetch("http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/register",
            { method: "POST", headers: { "Lambda-Extension-Name": name }, body });
          const answers = [];
          for (const body of ['{"events":null}', "{}", '{"events":[]}']) answers.push(await post(body, body));
          for (const answer of answers) void fetch("http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/event/next",
            { headers: { "Lambda-Extension-Identifier": answer.headers.get("lambda-extension-identifier") } });
          export const handler = async () => answers.map(({ status }) => status);`,
      }),
    );
    expect(value).toEqual([200, 200, 200]);
  });

  test("can not register for the end, nor when the init phase is over", async () => {
    const spec = bench.spec({
      "index.mjs": INTERNAL(
        '["SHUTDOWN"]',
        `const early = await (await register("inside")).json();
         export const handler = async () => [early, await fetch("http://" + process.env.AWS_LAMBDA_RUNTIME_API + "/2020-01-01/extension/register",
           { method: "POST", headers: { "Lambda-Extension-Name": "late" }, body: '{"events":["INVOKE"]}' }).then(async (r) => [r.status, await r.json()])];`,
      ),
    });
    expect((await bench.invoke(spec)).value).toEqual([
      expect.objectContaining({ errorType: "Extension.InvalidEventType" }),
      [403, { errorType: "Extension.RegistrationClosed", errorMessage: "Extension registration closed already" }],
    ]);
  });
});
